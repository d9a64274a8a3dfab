package io.backstory.turn;

import io.backstory.chat.SessionRef;
import io.backstory.store.BeginTurn;
import java.security.SecureRandom;

/** A turn before it is begun: which session, and the nonce that will be part of its response id. */
record Opening(TurnCall call, SessionRef session, long nonce) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static Opening of(TurnCall call) {
        String id = call.request().sessionId();
        if (id == null) {
            throw new IllegalArgumentException("a pass-through opens no session");
        }
        return new Opening(call, new SessionRef(call.tenant(), id), RANDOM.nextLong());
    }

    BeginTurn request() {
        return new BeginTurn(
                session, nonce, !session.isServerMade(), call.request().expectedTurn(), null);
    }

    static byte[] randomKey() {
        byte[] key = new byte[16];
        RANDOM.nextBytes(key);
        return key;
    }

    static long randomNonce() {
        return RANDOM.nextLong();
    }
}
