package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Content.Base64Source;
import io.backstory.chat.Content.FileIdSource;
import io.backstory.chat.Content.Media;
import io.backstory.chat.Content.MediaKind;
import io.backstory.chat.Content.MediaSource;
import io.backstory.chat.Content.UrlSource;
import io.backstory.chat.Picture;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaSizesTest {
    private static final String PNG_1024_BY_768 = "89504e470d0a1a0a0000000d494844520000040000000300080200000000";

    @ParameterizedTest
    @CsvSource({
        "PNG,  " + PNG_1024_BY_768 + ", 1024, 768",
        "GIF,  474946383961400120010000, 320, 288",
        "VP8X, 524946460000000057454250565038580a000000000000003f0600 af0400, 1600, 1200",
        "VP8L, 524946460000000057454250565038 4c 10000000 2f 3fc12b00 0000000000, 320, 176",
        "VP8,  524946460000000057454250565038 20 10000000 000000 9d012a 8002 e001, 640, 480",
        "JPEG, ffd8 ffe00004 0000 ffc4 0003 00 ffff c2 0011 08 01e0 0280 03000000, 640, 480"
    })
    void reads_the_size_of_an_image(String format, String hex, int width, int height) {
        assertThat(ImageSize.of(bytes(hex))).as(format).contains(new ImageSize(width, height));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "89504e47",
                "474946383961",
                "52494646000000005745425000",
                "52494646000000005745425058585858000000000000000000000000000000",
                "ffd8ffe0",
                "ffd8ffe0ffff0000000000000000",
                "ffd8ffe000000000000000000000000000",
                "89504e470d0a1a0a0000000d49484452000000000000030008020000"
            })
    void does_not_know_the_size_of_anything_else(String hex) {
        assertThat(ImageSize.of(bytes(hex))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "TILES, 512, 512, 255",
        "TILES, 1024, 1024, 765",
        "TILES, 2048, 4096, 1105",
        "TILES, 768, 2048, 1445",
        "TILES, 1, 60000, 765",
        "PATCHES, 256, 256, 77",
        "PATCHES, 512, 512, 308",
        "PATCHES, 1024, 1024, 1229",
        "PATCHES, 1280, 720, 1104",
        "PATCHES, 1920, 1080, 2448",
        "SMALL_PATCHES, 256, 256, 100",
        "SMALL_PATCHES, 512, 512, 361",
        "SMALL_PATCHES, 1280, 720, 1196",
        "SMALL_PATCHES, 1920, 1080, 2691",
        "SMALL_PATCHES, 9000, 9000, 4784",
        "FLAT, 4000, 3000, 1101"
    })
    void prices_an_image_by_the_formula_of_the_family(PictureRule rule, int width, int height, int tokens) {
        assertThat(rule.tokens(new Picture(width, height, false))).isEqualTo(tokens);
    }

    @Test
    void prices_an_image_of_unknown_size_as_the_largest() {
        assertThat(image(new UrlSource("https://example.com/a.png"), null)).isEqualTo(1445);
        assertThat(image(new Base64Source("not base64!!"), "high")).isEqualTo(1445);
        assertThat(image(new UrlSource("https://example.com/a.png"), "low")).isEqualTo(85);
        assertThat(image(base64(bytes(PNG_1024_BY_768)), "auto")).isEqualTo(765);
    }

    @Test
    void prices_files_by_bytes() {
        assertThat(file(MediaKind.DOCUMENT, "application/pdf", base64(new byte[80_001])))
                .isEqualTo(10_000);
        assertThat(file(MediaKind.DOCUMENT, "application/pdf", base64(new byte[3])))
                .isEqualTo(1_500);
        assertThat(file(MediaKind.AUDIO, "audio/wav", base64(new byte[60_000]))).isEqualTo(121);
        assertThat(file(MediaKind.DOCUMENT, "application/pdf", new FileIdSource("file_1")))
                .isEqualTo(6_000);
    }

    @Test
    void prices_a_text_file_by_its_text() {
        assertThat(file(MediaKind.DOCUMENT, "text/plain", base64(new byte[] {'a', 'b', 'c'})))
                .isEqualTo(3);
        assertThat(file(MediaKind.DOCUMENT, "text/plain", new Base64Source("?")))
                .isEqualTo(1);
    }

    private static int image(MediaSource source, @Nullable String detail) {
        return PictureRule.TILES.tokens(Walk.picture(new Media(MediaKind.IMAGE, "image/png", source, null, detail)));
    }

    private static int file(MediaKind kind, String type, MediaSource source) {
        Walk walk = new Walk(String::length);
        walk.block(new Media(kind, type, source, null, null));
        return walk.sum() + walk.other();
    }

    private static Base64Source base64(byte[] file) {
        return new Base64Source(Base64.getEncoder().encodeToString(file));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
