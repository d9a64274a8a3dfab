package io.backstory.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Kind;
import io.backstory.chat.Verbatim;
import org.jspecify.annotations.Nullable;

/** The words of the format that both directions need. */
final class ChatWire {
    static final String DIALECT = "openai-chat";

    private ChatWire() {}

    /** The bytes to splice, where a value was written in this format. */
    static @Nullable Bytes ours(@Nullable Verbatim verbatim) {
        return verbatim != null && verbatim.dialect().equals(DIALECT) ? verbatim.json() : null;
    }

    /** A member's text, or null where it is absent or no string. */
    static @Nullable String text(JsonNode object, String name) {
        JsonNode member = object.path(name);
        return member.isTextual() ? member.textValue() : null;
    }

    /** A member's text, or nothing where it is absent or no string. */
    static String textOrEmpty(JsonNode object, String name) {
        String text = text(object, name);
        return text == null ? "" : text;
    }

    /**
     * What a provider's reason means. Whether tools are called is told by the calls themselves: look-alikes say
     * {@code stop} beside them.
     */
    static FinishReason finish(String reason, boolean calls) {
        return switch (reason) {
            case "length", "model_length" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            default -> calls ? FinishReason.TOOL_CALLS : FinishReason.STOP;
        };
    }

    /** The word for a reason; one this format has no word for is told as a reply cut short. */
    static String word(FinishReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case TOOL_CALLS -> "tool_calls";
            case CONTENT_FILTER -> "content_filter";
            case LENGTH, PAUSED, CANCELLED -> "length";
        };
    }

    /**
     * A provider's reason as clients are told it: the format's own word, which is {@code tool_calls} whenever there are
     * calls. Only a reply to the deprecated {@code functions} keeps its own.
     */
    static String told(String reason, boolean calls) {
        return reason.equals("function_call") ? reason : word(finish(reason, calls));
    }

    /** The text of content that comes in parts. */
    static String plainText(JsonNode content) {
        if (content.isArray()) {
            StringBuilder text = new StringBuilder();
            content.forEach(part -> text.append(plainText(part)));
            return text.toString();
        }
        return content.isObject() ? plainText(content.path("text")) : content.asText("");
    }

    static ChatException malformed(String what) {
        return new ChatException(Kind.UPSTREAM_MALFORMED, "The provider's reply is broken: " + what + ".");
    }
}
