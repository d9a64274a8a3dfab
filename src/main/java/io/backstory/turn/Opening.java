package io.backstory.turn;

import io.backstory.chat.SessionRef;
import io.backstory.store.BeginTurn;
import io.backstory.store.Place;
import java.security.SecureRandom;

/** A turn before it is begun: which session, and the nonce that will be part of its response id. */
record Opening(TurnCall call, SessionRef session, long nonce, Interruption interruption) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static Opening of(TurnCall call) {
        return new Opening(call, session(call), RANDOM.nextLong(), new Interruption());
    }

    private static SessionRef session(TurnCall call) {
        String id = call.request().sessionId();
        String key = call.request().attempt().key();
        if (id != null) {
            return SessionRef.named(call.tenant(), id);
        }
        if (key != null) {
            return SessionRef.hidden(call.tenant(), key);
        }
        throw new IllegalArgumentException("a plain pass-through opens no session");
    }

    BeginTurn request() {
        return new BeginTurn(
                session,
                nonce,
                !session.isServerMade(),
                call.request().expectedTurn(),
                null,
                Recognition.of(session, call.request().attempt()),
                Place.HEAD);
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
