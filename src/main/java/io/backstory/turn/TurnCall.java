package io.backstory.turn;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.TurnRequest;
import java.util.function.Predicate;

/**
 * One request to answer.
 *
 * @param mayUse whether the caller may ask for a route
 * @param waits for its time when another turn of the session runs, instead of being refused
 */
public record TurnCall(
        String tenant, Predicate<String> mayUse, TurnRequest request, boolean waits, ReplySink sink, TurnTimes times) {
    public TurnCall {
        requireNonNull(tenant);
        requireNonNull(mayUse);
        requireNonNull(request);
        requireNonNull(sink);
        requireNonNull(times);
    }

    /** Whether the reply is stored: in the session it names, or for a repetition by its key. */
    boolean isKept() {
        return request.sessionId() != null || request.attempt().key() != null;
    }
}
