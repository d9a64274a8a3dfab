package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param verbatim the JSON object (or the objects joined by commas, where one message is several on the wire) of the
 *     dialect it came from, when it came from a wire at all
 */
public record Message(Role role, List<Content> content, @Nullable Verbatim verbatim) {
    public Message {
        requireNonNull(role);
        content = List.copyOf(content);
    }

    public static Message of(Role role, Content... content) {
        return new Message(role, List.of(content), null);
    }

    public static Message text(Role role, String text) {
        return of(role, new Content.Text(text));
    }

    public Message withoutVerbatim() {
        return verbatim == null ? this : new Message(role, content, null);
    }

    /** All plain text of the message, joined without a separator. */
    public String joinedText() {
        StringBuilder text = new StringBuilder();
        blocks(Content.Text.class).forEach(block -> text.append(block.text()));
        return text.toString();
    }

    public List<Content.ToolCall> toolCalls() {
        return blocks(Content.ToolCall.class).toList();
    }

    public List<Content.ToolResult> toolResults() {
        return blocks(Content.ToolResult.class).toList();
    }

    private <T extends Content> Stream<T> blocks(Class<T> type) {
        return content.stream().filter(type::isInstance).map(type::cast);
    }
}
