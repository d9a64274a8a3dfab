package io.backstory.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backstory.chat.Content;
import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.FileIdSource;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Content.MediaSource;
import io.backstory.chat.Content.UrlSource;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the blocks of a request. What the hub has no type for is kept whole, for a provider of the same format. */
final class ContentReader {
    private ContentReader() {}

    static Content block(Field field) {
        Field.Members block = field.members();
        String type = block.required("type").string();
        return switch (type) {
            case "text" -> text(field);
            case "image" -> media(field, MediaKind.IMAGE);
            case "document" -> media(field, MediaKind.DOCUMENT);
            case "tool_use" -> toolUse(block);
            case "tool_result" -> toolResult(block);
            case "thinking" -> new Content.Reasoning(block.required("thinking").string(), block.text("signature"));
            default -> opaque(field, type);
        };
    }

    /** A text block; any other type is refused. */
    static Content.Text text(Field field) {
        Field.Members block = field.members();
        Field type = block.required("type");
        if (!type.string().equals("text")) {
            throw type.invalid("must be text here");
        }
        Field text = block.required("text");
        if (text.string().isBlank()) {
            throw text.invalid("must hold more than white space");
        }
        return new Content.Text(text.string());
    }

    private static Content opaque(Field field, String type) {
        return new Content.Opaque(Wire.DIALECT, type, field.json());
    }

    private static Content toolUse(Field.Members block) {
        Field input = block.required("input");
        input.members();
        return new Content.ToolCall(
                block.required("id").string(),
                block.required("name").string(),
                input.json().utf8());
    }

    private static Content toolResult(Field.Members block) {
        String callId = block.required("tool_use_id").string();
        return new Content.ToolResult(callId, resultContent(block.get("content")), block.flag("is_error"));
    }

    private static List<Content> resultContent(@Nullable Field content) {
        if (content == null) {
            return List.of();
        }
        if (content.isArray()) {
            return content.elements().stream().map(ContentReader::block).toList();
        }
        String text = content.string();
        return text.isEmpty() ? List.of() : List.of(new Content.Text(text));
    }

    private static Content media(Field field, MediaKind kind) {
        Field.Members block = field.members();
        Field.Members source = block.required("source").members();
        MediaSource bytes = source(source);
        if (bytes == null) {
            return opaque(field, kind == MediaKind.IMAGE ? "image" : "document");
        }
        return new Media(kind, mediaType(source, kind), bytes, block.text("title"), null);
    }

    private static @Nullable MediaSource source(Field.Members source) {
        return switch (source.required("type").string()) {
            case "base64" -> new Base64Source(source.required("data").string());
            case "url" -> new UrlSource(source.required("url").string());
            case "file" -> new FileIdSource(source.required("file_id").string());
            case "text" ->
                new Base64Source(Base64.getEncoder()
                        .encodeToString(source.required("data").string().getBytes(UTF_8)));
            default -> null;
        };
    }

    private static String mediaType(Field.Members source, MediaKind kind) {
        String type = source.text("media_type");
        if (type != null) {
            return type;
        }
        return kind == MediaKind.DOCUMENT && source.has("url") ? "application/pdf" : "";
    }
}
