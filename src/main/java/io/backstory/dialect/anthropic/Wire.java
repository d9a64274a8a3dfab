package io.backstory.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Verbatim;
import io.backstory.dialect.StrictJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and small readings that both directions of the Messages format share. */
final class Wire {
    static final String DIALECT = "anthropic-messages";

    private Wire() {}

    /** The message as this format wrote it, or null where it came from another or from none. */
    static @Nullable Bytes verbatim(Message message) {
        Verbatim verbatim = message.verbatim();
        return verbatim != null && verbatim.dialect().equals(DIALECT) ? verbatim.json() : null;
    }

    /** The blocks of a message's {@code content}, where a plain string counts as one text block. */
    static List<Bytes> blocks(Bytes message) {
        Bytes content = StrictJson.members(message).getOrDefault("content", Bytes.EMPTY);
        if (content.isEmpty() || content.utf8().equals("\"\"")) {
            return List.of();
        }
        return isArray(content)
                ? StrictJson.elements(content)
                : List.of(Bytes.utf8("{\"type\":\"text\",\"text\":" + content.utf8() + "}"));
    }

    static boolean isArray(Bytes json) {
        return !json.isEmpty() && json.unsafeArray()[0] == '[';
    }

    static boolean isString(Bytes json) {
        return !json.isEmpty() && json.unsafeArray()[0] == '"';
    }

    static boolean isObject(Bytes json) {
        return !json.isEmpty() && json.unsafeArray()[0] == '{';
    }

    /** The string a member holds, empty where there is none. */
    static String text(Map<String, Bytes> members, String name) {
        Bytes value = members.get(name);
        JsonNode node = value == null ? null : StrictJson.tree(value);
        return node != null && node.isTextual() ? node.textValue() : "";
    }

    /** Tool calls are told from the content: the word alone has been wrong before. */
    static FinishReason finish(@Nullable String stopReason, boolean callsTools) {
        return switch (stopReason == null ? "" : stopReason) {
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            case "pause_turn" -> FinishReason.PAUSED;
            default -> callsTools ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }

    static String stopReason(FinishReason finish) {
        return switch (finish) {
            case STOP, CANCELLED -> "end_turn";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
            case CONTENT_FILTER -> "refusal";
            case PAUSED -> "pause_turn";
        };
    }

    static ChatException malformed(String what) {
        return new ChatException(Kind.UPSTREAM_MALFORMED, "The provider's reply cannot be read: " + what);
    }
}
