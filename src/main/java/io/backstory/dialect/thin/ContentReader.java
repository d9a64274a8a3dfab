package io.backstory.dialect.thin;

import io.backstory.chat.Content;
import io.backstory.chat.Content.AttachmentKind;
import java.util.List;
import java.util.Locale;

/** Reads what a message or a tool result is made of. */
final class ContentReader {
    private static final int MAX_ATTACHMENTS = 32;
    private static final int MAX_PARTS = 256;
    private static final int MAX_NAME = 200;

    private ContentReader() {}

    /** A string, or an array of at least one part. */
    static List<Content> message(JsonField field) {
        return field.isText() ? List.of(new Content.Text(field.nonEmptyText())) : parts(field);
    }

    /** As {@link #message}, but a tool may have nothing to say. */
    static List<Content> output(JsonField field) {
        return field.isText() ? List.of(new Content.Text(field.text())) : parts(field);
    }

    static List<Content> attachments(JsonField field) {
        return field.elementsAtMost(MAX_ATTACHMENTS).stream()
                .map(ContentReader::attachment)
                .toList();
    }

    /** 1 to {@value #MAX_NAME} characters, none of them a control character: the name stands in a line of the prompt. */
    static String name(JsonField field) {
        String name = field.text();
        if (name.isEmpty() || name.codePointCount(0, name.length()) > MAX_NAME) {
            throw field.invalid("must be 1 to " + MAX_NAME + " characters long.");
        }
        if (name.codePoints().anyMatch(ContentReader::breaksLine)) {
            throw field.invalid("must not hold control characters or line breaks.");
        }
        return name;
    }

    private static boolean breaksLine(int codePoint) {
        return Character.isISOControl(codePoint) || codePoint == '\u2028' || codePoint == '\u2029';
    }

    private static List<Content> parts(JsonField field) {
        if (!field.isArray()) {
            throw field.mustBe("a string or an array of parts");
        }
        List<JsonField> parts = field.elementsAtMost(MAX_PARTS);
        if (parts.isEmpty()) {
            throw field.invalid("must hold at least one part.");
        }
        return parts.stream().map(ContentReader::part).toList();
    }

    private static Content part(JsonField field) {
        JsonField type = Fields.of(field).need("type");
        return switch (type.text()) {
            case "text" -> text(field);
            case "image" -> MediaReader.image(field);
            case "file" -> MediaReader.file(field);
            default -> throw type.invalid("must be text, image or file.");
        };
    }

    private static Content text(JsonField field) {
        return new Content.Text(
                field.fields(List.of("type", "text")).need("text").nonEmptyText());
    }

    private static Content attachment(JsonField field) {
        Fields fields = field.fields(List.of("name", "content", "kind"));
        AttachmentKind kind = fields.read("kind", ContentReader::kind);
        return new Content.Attachment(
                name(fields.need("name")),
                kind == null ? AttachmentKind.OTHER : kind,
                fields.need("content").text());
    }

    private static AttachmentKind kind(JsonField field) {
        String word = field.text();
        for (AttachmentKind kind : AttachmentKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return kind;
            }
        }
        throw field.invalid("must be source, log, diagnostics, document or other.");
    }
}
