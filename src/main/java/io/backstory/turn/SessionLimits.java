package io.backstory.turn;

import io.backstory.chat.Session;
import io.backstory.chat.SessionSettings;
import io.backstory.config.LimitsConfig;
import io.backstory.config.SessionsConfig;
import io.backstory.store.CommitTurn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Keeps what is committed within the bounds of a session: how long it lives, and how much of it is kept. */
final class SessionLimits {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Duration retention;
    private final LimitsConfig limits;
    private final Clock clock;

    SessionLimits(SessionsConfig sessions, Clock clock) {
        this.retention = sessions.retention();
        this.limits = sessions.limits();
        this.clock = clock;
    }

    /** @param session as the commit finds it */
    CommitTurn bounded(Session session, CommitTurn turn) {
        CommitTurn timed = new CommitTurn(
                turn.turns(),
                turn.settings(),
                retention(session.createdAt(), turn.settings()),
                turn.replaced(),
                turn.keepFrom(),
                turn.moved());
        return timed.keepingFrom(Math.max(turn.keepFrom(), SessionTrim.keepFrom(session, turn.turns(), limits)));
    }

    /** Until its end if it is not used again, but never beyond its greatest age. */
    Duration retention(Instant born, SessionSettings settings) {
        Duration idle = settings.ttl() == null ? retention : settings.ttl();
        Duration left = Duration.between(clock.instant(), born.plus(limits.maxAge()));
        Duration shorter = idle.compareTo(left) < 0 ? idle : left;
        return shorter.compareTo(SHORTEST) < 0 ? SHORTEST : shorter;
    }
}
