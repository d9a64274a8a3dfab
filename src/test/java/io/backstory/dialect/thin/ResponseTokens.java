package io.backstory.dialect.thin;

import io.backstory.chat.ResponseToken;
import io.backstory.chat.Session;

/** Tokens of the sample sessions' turns. */
final class ResponseTokens {
    private ResponseTokens() {}

    static String of(Session session, int seq) {
        long nonce = session.turns().get(seq - 1).nonce();
        return new ResponseToken(session.ref().key(), seq, nonce).text();
    }
}
