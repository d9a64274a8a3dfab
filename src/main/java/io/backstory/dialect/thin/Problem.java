package io.backstory.dialect.thin;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.dialect.JsonWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An error as RFC 9457 shapes it. Clients branch on {@code code}; the texts are for humans. */
final class Problem {
    static final String CONTENT_TYPE = "application/problem+json";

    private Problem() {}

    static Bytes of(ChatException failure, String requestId) {
        JsonWriter json = new JsonWriter();
        write(json, failure, requestId);
        return json.toBytes();
    }

    /** The whole object. */
    static void write(JsonWriter json, ChatException failure, String requestId) {
        String code = failure.kind().code();
        json.object();
        json.name("type").value("urn:backstory:error:" + code);
        json.name("title").value(ProblemTitles.of(code));
        json.name("status").value(failure.kind().status());
        json.name("detail").value(failure.getMessage());
        json.name("instance").value("urn:backstory:request:" + requestId);
        json.name("code").value(code);
        json.name("param").value(param(failure));
        json.name("requestId").value(requestId);
        Duration retryAfter = failure.retryAfter();
        if (retryAfter != null) {
            json.name("retryAfterMs").value(retryAfter.toMillis());
        }
        Integer currentTurn = failure.currentTurn();
        if (currentTurn != null) {
            json.name("currentTurn").value(currentTurn.longValue());
        }
        json.endObject();
    }

    /** Other doors' names of fields become those of the native door; new messages are two fields here. */
    private static @Nullable String param(ChatException failure) {
        String param = failure.param();
        if ("session_id".equals(param)) {
            return "sessionId";
        }
        if (!"messages".equals(param)) {
            return param;
        }
        return switch (failure.kind()) {
            case TOOL_CALL_NOT_FOUND, TOOL_RESULT_MISSING -> "toolResults";
            default -> "newMessage";
        };
    }
}
