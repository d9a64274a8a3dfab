package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a reply before its first word: enough for response headers and for the first event of a stream.
 *
 * @param sessionId null in a stateless pass-through
 * @param turn seq this reply will have once committed, 0 in a pass-through
 * @param token the token of the response id
 * @param route model name the client asked for, and gets back
 * @param origin who answers
 * @param ignored names of request fields that could not be honoured
 * @param attempts calls to providers so far, 0 when the reply comes from the store
 * @param branch id of the branch that the session's name stands for; null where it stands for itself
 */
public record ReplyHead(
        @Nullable String sessionId,
        int turn,
        String token,
        String route,
        Origin origin,
        Instant createdAt,
        ContextReport context,
        List<String> ignored,
        int attempts,
        @Nullable String branch) {
    public ReplyHead {
        requireNonNull(token);
        requireNonNull(route);
        requireNonNull(origin);
        requireNonNull(createdAt);
        requireNonNull(context);
        ignored = List.copyOf(ignored);
    }

    /** Whether the reply comes from the store. */
    public boolean isReplayed() {
        return attempts == 0;
    }
}
