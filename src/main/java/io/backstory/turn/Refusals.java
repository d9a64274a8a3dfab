package io.backstory.turn;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome;
import io.backstory.store.CommitOutcome;
import java.time.Duration;

/** What a client is told when the store lets a turn neither begin nor be kept. */
final class Refusals {
    private Refusals() {}

    /** Of a turn that could not begin. */
    static ChatException of(SessionRef session, BeginOutcome outcome) {
        if (outcome instanceof BeginOutcome.Busy) {
            return new ChatException(
                    Kind.SESSION_BUSY,
                    "Another turn of session " + session.id() + " is still running.",
                    "session_id",
                    Duration.ofSeconds(2),
                    null);
        }
        if (outcome instanceof BeginOutcome.NotHead head) {
            return new ChatException(
                            Kind.TURN_CONFLICT,
                            "The session's newest turn is " + head.version() + ", not the expected one.",
                            "expectedTurn")
                    .withCurrentTurn(head.version());
        }
        if (outcome instanceof BeginOutcome.NotFound) {
            return new ChatException(Kind.SESSION_NOT_FOUND, "There is no session " + session.id() + ".", "session_id");
        }
        if (outcome instanceof BeginOutcome.Regressed) {
            return new ChatException(
                    Kind.HISTORY_REGRESSED,
                    "The store holds less of the session than it had acknowledged; nothing is answered from it.");
        }
        return repetition(outcome);
    }

    private static ChatException repetition(BeginOutcome outcome) {
        if (outcome instanceof BeginOutcome.InProgress) {
            return new ChatException(
                    Kind.IDEMPOTENCY_IN_FLIGHT,
                    "The same request is still being answered.",
                    null,
                    Duration.ofSeconds(2),
                    null);
        }
        if (outcome instanceof BeginOutcome.KeyReused) {
            return new ChatException(
                    Kind.IDEMPOTENCY_KEY_REUSED,
                    "This idempotency key was sent with another request. A new request needs a new key.");
        }
        throw new AssertionError(outcome);
    }

    /** Of a turn that was answered and could not be stored. */
    static ChatException of(CommitOutcome outcome) {
        if (outcome instanceof CommitOutcome.Unknown) {
            return new ChatException(
                    Kind.TURN_COMMIT_UNKNOWN,
                    "It is not known whether the turn was stored. Read the session before you repeat it.",
                    null,
                    Duration.ofSeconds(1),
                    null);
        }
        return new ChatException(
                Kind.SESSION_MOVED,
                "The session changed while this turn ran; nothing was stored. Send the request again.",
                null,
                Duration.ofMillis(250),
                null);
    }
}
