package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** How a session begins. */
final class Fresh {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Fresh() {}

    /** Random, so that a session made again under its old name is never taken for the old one. */
    static long generation() {
        return RANDOM.nextLong();
    }

    /** A session nothing was stored of yet. */
    static Session session(SessionRef ref, long now) {
        Instant time = Instant.ofEpochMilli(now);
        return new Session(ref, 0, SessionSettings.EMPTY, List.of(), time, time, null, false, Session.Lineage.ALONE, 0);
    }
}
