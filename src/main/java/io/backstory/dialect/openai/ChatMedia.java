package io.backstory.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Content;
import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.FileIdSource;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Content.MediaSource;
import io.backstory.chat.Content.UrlSource;
import io.backstory.dialect.JsonWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Images, files and sounds as content parts, both ways. */
final class ChatMedia {
    private static final String BASE64 = ";base64,";

    private ChatMedia() {}

    /** Writes the part, or a text that names what this format has no place for: a link to a document, a foreign file. */
    static void write(JsonWriter json, Media media) {
        MediaSource source = media.source();
        if (source instanceof FileIdSource || (media.kind() != MediaKind.IMAGE && source instanceof UrlSource)) {
            textPart(json, placeholder(media));
            return;
        }
        switch (media.kind()) {
            case IMAGE -> image(json, media);
            case DOCUMENT -> document(json, media);
            case AUDIO -> audio(json, media);
        }
    }

    /** What stands where the media itself cannot. */
    static String placeholder(Media media) {
        String kind = media.kind().name().toLowerCase(Locale.ROOT);
        String what = media.source() instanceof UrlSource link ? link.url() : media.mediaType();
        String name = media.name() == null ? "" : " \"" + media.name() + "\"";
        return "[" + kind + name + (what.isEmpty() ? "" : " " + what) + " omitted]";
    }

    static void textPart(JsonWriter json, String text) {
        json.object().name("type").value("text").name("text").value(text).endObject();
    }

    private static void image(JsonWriter json, Media media) {
        json.object().name("type").value("image_url").name("image_url").object();
        json.name("url").value(url(media));
        if (media.detail() != null) {
            json.name("detail").value(media.detail());
        }
        json.endObject().endObject();
    }

    private static void document(JsonWriter json, Media media) {
        json.object().name("type").value("file").name("file").object();
        json.name("filename").value(media.name() == null ? "document.pdf" : media.name());
        json.name("file_data").value(url(media)).endObject().endObject();
    }

    private static void audio(JsonWriter json, Media media) {
        json.object().name("type").value("input_audio").name("input_audio").object();
        json.name("data").value(((Base64Source) media.source()).data());
        json.name("format").value(format(media.mediaType())).endObject().endObject();
    }

    private static String url(Media media) {
        return media.source() instanceof Base64Source base64
                ? "data:" + media.mediaType() + BASE64 + base64.data()
                : ((UrlSource) media.source()).url();
    }

    private static String format(String mediaType) {
        String subtype = mediaType.substring(mediaType.indexOf('/') + 1);
        return switch (subtype) {
            case "mpeg" -> "mp3";
            case "x-wav", "wave" -> "wav";
            default -> subtype;
        };
    }

    static Content readImage(JsonNode part, String path) {
        JsonNode image = part.path("image_url");
        String inside = path + ".image_url";
        String url = image.isTextual() ? image.textValue() : ChatFields.requiredText(image, "url", inside);
        return media(MediaKind.IMAGE, url, null, ChatFields.optionalText(image, "detail", inside));
    }

    static Content readFile(JsonNode part, String path) {
        JsonNode file = part.path("file");
        String inside = path + ".file";
        String name = ChatFields.optionalText(file, "filename", inside);
        String id = ChatFields.optionalText(file, "file_id", inside);
        return id != null
                ? new Media(MediaKind.DOCUMENT, "", new FileIdSource(id), name, null)
                : media(MediaKind.DOCUMENT, ChatFields.requiredText(file, "file_data", inside), name, null);
    }

    static Content readAudio(JsonNode part, String path) {
        JsonNode audio = part.path("input_audio");
        String format = ChatFields.requiredText(audio, "format", path + ".input_audio");
        Base64Source data = new Base64Source(ChatFields.requiredText(audio, "data", path + ".input_audio"));
        String mediaType = "audio/" + (format.equals("mp3") ? "mpeg" : format);
        return new Media(MediaKind.AUDIO, mediaType, data, null, null);
    }

    private static Media media(MediaKind kind, String url, @Nullable String name, @Nullable String detail) {
        int data = url.startsWith("data:") ? url.indexOf(BASE64) : -1;
        return data < 0
                ? new Media(kind, "", new UrlSource(url), name, detail)
                : new Media(
                        kind,
                        url.substring("data:".length(), data),
                        new Base64Source(url.substring(data + BASE64.length())),
                        name,
                        detail);
    }
}
