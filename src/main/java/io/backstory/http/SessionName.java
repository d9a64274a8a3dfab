package io.backstory.http;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.SessionRef;
import io.backstory.chat.TurnRequest;
import org.jspecify.annotations.Nullable;

/** Which session a request names: in its body or in the {@code x-session-id} header. */
final class SessionName {
    static final String HEADER = "x-session-id";

    private SessionName() {}

    /** The request with the header's name taken over; two different names are refused. */
    static TurnRequest apply(TurnRequest request, @Nullable String header) {
        String body = request.sessionId();
        if (header != null && body != null && !header.equals(body)) {
            throw new ChatException(
                    Kind.SESSION_CONFLICT,
                    "The header x-session-id and the body name different sessions. Send one of them, or the same twice.",
                    "session_id");
        }
        String name = body == null ? header : body;
        if (name != null && !SessionRef.isValidId(name)) {
            throw SessionRef.invalidId();
        }
        return request.withSessionId(name);
    }
}
