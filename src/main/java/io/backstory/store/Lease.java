package io.backstory.store;

import io.backstory.chat.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * The right to commit one turn.
 *
 * @param session the line the turn belongs to
 * @param name the session as the caller asked for it; another session than {@code session} when the name has moved to a branch
 * @param fence grows with every lease of the session, so that a former holder is told apart
 * @param generation of the session the lease was given for
 * @param version the session's version when the turn began; the commit expects it unchanged
 * @param idempotency the record the commit completes, filed under {@code name}, so that a repeated request finds it wherever
 *     the name has moved since; null when the turn began without one
 */
public record Lease(
        SessionRef session,
        SessionRef name,
        long fence,
        long nonce,
        long generation,
        int version,
        @Nullable Idempotency idempotency) {

    /** Whether the client named the request itself, so that no second turn may ever answer it. */
    boolean isOfKeyedRequest() {
        return idempotency != null && idempotency.mode() == Idempotency.Mode.EXPLICIT;
    }
}
