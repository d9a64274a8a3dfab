package io.backstory.dialect.openai;

import io.backstory.chat.Content;
import io.backstory.dialect.Attachments;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A tool's result as one text, because a {@code tool} message holds nothing else and has no error state. */
final class ToolResultText {
    private ToolResultText() {}

    static String of(Content.ToolResult result) {
        List<Content> parts = result.content();
        String text = IntStream.range(0, parts.size())
                .mapToObj(index -> part(parts, index))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n"));
        return result.error() ? "Error: " + text : text;
    }

    private static String part(List<Content> parts, int index) {
        Content part = parts.get(index);
        if (part instanceof Content.Text text) {
            return text.text();
        }
        if (part instanceof Content.Attachment) {
            return Attachments.frame(parts, index);
        }
        return part instanceof Content.Media media ? ChatMedia.placeholder(media) : "";
    }
}
