package io.backstory.window;

import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.ToIntFunction;

/**
 * What images, documents and sounds cost.
 *
 * <p>Images by the rule of GPT-4o: fitted into 2048 by 2048 with a short side of at most 768, then 85 tokens and 170 for
 * each tile of 512 by 512; the most this can give where the size is unknown. Text documents by their text, others a
 * token for every 8 bytes and at least a page's worth; sound a token for every 500 bytes; what is only referred to, a
 * constant.
 */
final class MediaTokens {
    static final int LOW_DETAIL = 85;
    static final int LARGEST_IMAGE = 85 + 170 * 8;
    static final int PAGE = 1_500;
    static final int UNKNOWN_FILE = 6_000;
    private static final int DOCUMENT_BYTES = 8;
    private static final int SOUND_BYTES = 500;

    private MediaTokens() {}

    static int of(Media media, ToIntFunction<String> text) {
        if (media.kind() == MediaKind.IMAGE) {
            return image(media);
        }
        if (!(media.source() instanceof Base64Source source)) {
            return UNKNOWN_FILE;
        }
        if (media.mediaType().startsWith("text/")) {
            return text.applyAsInt(decoded(source.data()));
        }
        int bytes = source.data().length() / 4 * 3;
        return media.kind() == MediaKind.AUDIO ? 1 + bytes / SOUND_BYTES : Math.max(PAGE, bytes / DOCUMENT_BYTES);
    }

    private static int image(Media media) {
        if ("low".equals(media.detail())) {
            return LOW_DETAIL;
        }
        return media.source() instanceof Base64Source source
                ? ImageSize.ofBase64(source.data()).map(MediaTokens::image).orElse(LARGEST_IMAGE)
                : LARGEST_IMAGE;
    }

    static int image(ImageSize size) {
        double longSide = Math.max(size.width(), size.height());
        double shortSide = Math.min(size.width(), size.height());
        double scale = Math.min(1, 2048 / longSide);
        scale *= Math.min(1, 768 / (shortSide * scale));
        return LOW_DETAIL + 170 * tiles(longSide * scale) * tiles(shortSide * scale);
    }

    private static int tiles(double pixels) {
        return (int) Math.ceil(pixels / 512 - 1e-9);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return base64;
        }
    }
}
