package io.backstory.dialect.openai;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.ErrorReply;
import io.backstory.dialect.JsonWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors in OpenAI's shape: always four members, of which only {@code param} may be null. */
final class ChatErrorWriter {
    /** A busy session is told in the words of OpenAI's conversations, on which its clients retry by themselves. */
    private static final String LOCKED =
            "Another process is currently operating on this conversation. Please retry in a few seconds.";

    private static final Map<String, String> FIELDS = Map.of(
            "sessionId", "session_id",
            "route", "model",
            "input", "messages",
            "instructions", "messages",
            "maxOutputTokens", "max_completion_tokens",
            "topP", "top_p",
            "toolChoice", "tool_choice",
            "responseFormat", "response_format",
            "reasoningEffort", "reasoning_effort");

    private ChatErrorWriter() {}

    static ErrorReply reply(ChatException failure) {
        return new ErrorReply(status(failure.kind()), "application/json", body(failure));
    }

    static Bytes body(ChatException failure) {
        boolean busy = failure.kind() == Kind.SESSION_BUSY;
        JsonWriter json = new JsonWriter().object().name("error").object();
        json.name("message").value(busy ? LOCKED : failure.getMessage());
        json.name("type").value(type(failure.kind()));
        json.name("param").value(busy ? "session_id" : param(failure));
        json.name("code").value(busy ? "conversation_locked" : failure.kind().code());
        return json.endObject().endObject().toBytes();
    }

    private static int status(Kind kind) {
        return kind == Kind.SESSION_BUSY ? 400 : kind.status();
    }

    private static String type(Kind kind) {
        return switch (kind) {
            case RATE_LIMIT_EXCEEDED -> "requests";
            case INSUFFICIENT_QUOTA -> "insufficient_quota";
            default -> status(kind) < 500 ? "invalid_request_error" : "server_error";
        };
    }

    private static @Nullable String param(ChatException failure) {
        String param = failure.param();
        return switch (failure.kind()) {
            case TOOL_RESULT_MISSING, TOOL_CALL_NOT_FOUND -> "messages";
            case CONTEXT_LENGTH_EXCEEDED -> param == null ? "messages" : FIELDS.getOrDefault(param, param);
            case MODEL_NOT_FOUND -> "model";
            default -> param == null ? null : FIELDS.getOrDefault(param, param);
        };
    }
}
