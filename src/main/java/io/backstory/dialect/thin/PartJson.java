package io.backstory.dialect.thin;

import io.backstory.chat.Content;
import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.FileIdSource;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Content.UrlSource;
import io.backstory.dialect.JsonWriter;
import java.util.List;
import java.util.Locale;

/** Writes content blocks as the parts a native request would have them. */
final class PartJson {
    private PartJson() {}

    static void write(JsonWriter json, List<Content> blocks) {
        json.array();
        for (Content block : blocks) {
            json.object();
            writePart(json, block);
            json.endObject();
        }
        json.endArray();
    }

    private static void writePart(JsonWriter json, Content block) {
        if (block instanceof Content.Text text) {
            json.name("type").value("text").name("text").value(text.text());
        } else if (block instanceof Content.Refusal refusal) {
            json.name("type").value("refusal").name("text").value(refusal.text());
        } else if (block instanceof Content.Reasoning reasoning) {
            json.name("type").value("text").name("text").value(reasoning.text());
        } else if (block instanceof Content.Attachment attachment) {
            writeAttachment(json, attachment);
        } else if (block instanceof Media media) {
            writeMedia(json, media);
        } else if (block instanceof Content.Opaque opaque) {
            json.name("type").value("opaque");
            json.name("dialect").value(opaque.dialect()).name("name").value(opaque.type());
        } else {
            throw new AssertionError("an item of its own, not a part: " + block.getClass());
        }
    }

    private static void writeAttachment(JsonWriter json, Content.Attachment attachment) {
        json.name("type").value("attachment");
        json.name("name").value(attachment.name());
        json.name("kind").value(attachment.kind().name().toLowerCase(Locale.ROOT));
        json.name("content").value(attachment.content());
    }

    private static void writeMedia(JsonWriter json, Media media) {
        json.name("type").value(media.kind() == MediaKind.IMAGE ? "image" : "file");
        if (media.name() != null) {
            json.name("name").value(media.name());
        }
        if (!media.mediaType().isEmpty()) {
            json.name("mediaType").value(media.mediaType());
        }
        writeSource(json, media.source());
        if (media.detail() != null) {
            json.name("detail").value(media.detail());
        }
    }

    private static void writeSource(JsonWriter json, Content.MediaSource source) {
        if (source instanceof Base64Source bytes) {
            json.name("data").value(bytes.data());
        } else if (source instanceof UrlSource web) {
            json.name("url").value(web.url());
        } else if (source instanceof FileIdSource file) {
            json.name("fileId").value(file.fileId());
        } else {
            throw new AssertionError("unknown source: " + source.getClass());
        }
    }
}
