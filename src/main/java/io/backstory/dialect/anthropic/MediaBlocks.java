package io.backstory.dialect.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.FileIdSource;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Content.UrlSource;
import io.backstory.dialect.JsonWriter;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes images and documents. What the format has no place for (sound, other image types, a file stored elsewhere)
 * becomes a line of text that says so, because one such block must not make a whole session unusable.
 *
 * @param files whether file ids mean something to the provider
 */
record MediaBlocks(boolean files) {
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    void write(Media media, JsonWriter json) {
        String source = source(media);
        if (source == null) {
            Blocks.writeText(placeholder(media), json);
            return;
        }
        json.object().name("type").value(media.kind() == MediaKind.IMAGE ? "image" : "document");
        json.name("source").raw(source);
        if (media.kind() == MediaKind.DOCUMENT && media.name() != null) {
            json.name("title").value(media.name());
        }
        json.endObject();
    }

    private @Nullable String source(Media media) {
        if (media.kind() == MediaKind.AUDIO) {
            return null;
        }
        if (media.source() instanceof UrlSource url) {
            return object("url", "url", url.url());
        }
        if (media.source() instanceof FileIdSource file) {
            return files ? object("file", "file_id", file.fileId()) : null;
        }
        if (media.source() instanceof Base64Source base64) {
            return inline(media, base64.data());
        }
        throw new AssertionError("unknown source: " + media.source().getClass());
    }

    private static @Nullable String inline(Media media, String data) {
        String type = media.mediaType().isEmpty() ? guess(data) : media.mediaType();
        if (media.kind() == MediaKind.IMAGE ? IMAGES.contains(type) : type.equals("application/pdf")) {
            return base64(type, data);
        }
        String text = media.kind() == MediaKind.DOCUMENT && type.startsWith("text/") ? decoded(data) : null;
        return text == null ? null : plainText(text);
    }

    /** By the first bytes, which base64 keeps recognisable. */
    private static String guess(String data) {
        if (data.startsWith("iVBOR")) {
            return "image/png";
        }
        if (data.startsWith("/9j/")) {
            return "image/jpeg";
        }
        if (data.startsWith("R0lG")) {
            return "image/gif";
        }
        if (data.startsWith("UklG")) {
            return "image/webp";
        }
        return data.startsWith("JVBER") ? "application/pdf" : "";
    }

    private static @Nullable String decoded(String data) {
        try {
            String text = new String(Base64.getDecoder().decode(data), UTF_8);
            return text.isBlank() ? null : text;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static String base64(String mediaType, String data) {
        JsonWriter json = new JsonWriter(data.length() + 100).object();
        json.name("type").value("base64").name("media_type").value(mediaType);
        return json.name("data").value(data).endObject().toBytes().utf8();
    }

    private static String plainText(String text) {
        JsonWriter json = new JsonWriter().object().name("type").value("text");
        json.name("media_type").value("text/plain").name("data").value(text);
        return json.endObject().toBytes().utf8();
    }

    private static String object(String type, String name, String value) {
        JsonWriter json = new JsonWriter().object().name("type").value(type);
        return json.name(name).value(value).endObject().toBytes().utf8();
    }

    private static String placeholder(Media media) {
        String kind =
                switch (media.kind()) {
                    case IMAGE -> "image";
                    case DOCUMENT -> "document";
                    case AUDIO -> "audio";
                };
        String name = media.name() == null ? "" : " \"" + media.name() + "\"";
        String type = media.mediaType().isEmpty() ? "" : " " + media.mediaType();
        return "[" + kind + name + type + " left out: it cannot be sent to this model]";
    }
}
