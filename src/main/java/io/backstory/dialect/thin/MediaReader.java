package io.backstory.dialect.thin;

import io.backstory.chat.Content;
import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Content.UrlSource;
import java.util.List;
import java.util.regex.Pattern;

/** Reads images and files. */
final class MediaReader {
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9.+-]{1,64}/[A-Za-z0-9!#$&^_.+-]{1,127}");
    private static final Pattern WEB_URL = Pattern.compile("https?://[^\\s\\p{Cntrl}]+");

    private MediaReader() {}

    /** Either {@code url}, or {@code data} with {@code mediaType}. */
    static Content image(JsonField field) {
        Fields fields = field.fields(List.of("type", "url", "data", "mediaType", "detail"));
        if (fields.has("url") == fields.has("data")) {
            throw field.invalid("must have either url, or data with mediaType.");
        }
        String detail = fields.read("detail", JsonField::nonEmptyText);
        if (fields.has("url")) {
            String mediaType = fields.read("mediaType", MediaReader::imageType);
            UrlSource source = new UrlSource(url(fields.need("url")));
            return new Media(MediaKind.IMAGE, mediaType == null ? "" : mediaType, source, null, detail);
        }
        String mediaType = imageType(fields.need("mediaType"));
        return new Media(MediaKind.IMAGE, mediaType, base64(fields.need("data")), null, detail);
    }

    static Content file(JsonField field) {
        Fields fields = field.fields(List.of("type", "name", "mediaType", "data"));
        String mediaType = mediaType(fields.need("mediaType"));
        return new Media(
                kindOf(mediaType),
                mediaType,
                base64(fields.need("data")),
                ContentReader.name(fields.need("name")),
                null);
    }

    private static MediaKind kindOf(String mediaType) {
        if (mediaType.startsWith("image/")) {
            return MediaKind.IMAGE;
        }
        return mediaType.startsWith("audio/") ? MediaKind.AUDIO : MediaKind.DOCUMENT;
    }

    private static String imageType(JsonField field) {
        String type = mediaType(field);
        if (!type.startsWith("image/")) {
            throw field.invalid("must be an image type such as image/png.");
        }
        return type;
    }

    private static String mediaType(JsonField field) {
        String type = field.text();
        if (!MEDIA_TYPE.matcher(type).matches()) {
            throw field.invalid("must be a media type such as application/pdf, without parameters.");
        }
        return type;
    }

    private static String url(JsonField field) {
        String url = field.text();
        if (!WEB_URL.matcher(url).matches()) {
            throw field.invalid(
                    "must begin with http:// or https://; send the bytes themselves as data and mediaType.");
        }
        return url;
    }

    private static Base64Source base64(JsonField field) {
        String data = field.nonEmptyText();
        if (!isBase64(data)) {
            throw field.invalid("must be padded base64 of the standard alphabet, without line breaks.");
        }
        return new Base64Source(data);
    }

    private static boolean isBase64(String data) {
        int end = data.length();
        for (int padding = 0; padding < 2 && end > 0 && data.charAt(end - 1) == '='; padding++) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (!isBase64(data.charAt(i))) {
                return false;
            }
        }
        return data.length() % 4 == 0;
    }

    private static boolean isBase64(char c) {
        boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return letter || (c >= '0' && c <= '9') || c == '+' || c == '/';
    }
}
