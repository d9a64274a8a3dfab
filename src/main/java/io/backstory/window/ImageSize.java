package io.backstory.window;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;

/** Width and height in pixels, read from the header of a PNG, GIF, WebP or JPEG file. */
record ImageSize(int width, int height) {
    /** Enough for the metadata that may stand before the size in a JPEG file. */
    private static final int HEADER = 256 * 1024;

    /** Empty for another format and for anything broken. */
    static Optional<ImageSize> ofBase64(String data) {
        int length = Math.min(data.length(), HEADER) / 4 * 4;
        try {
            return of(Base64.getDecoder().decode(data.substring(0, length)));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static Optional<ImageSize> of(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        if (startsWith(file, 0, "\u0089PNG") && file.length >= 24) {
            return sized(in.getInt(16), in.getInt(20));
        }
        if (startsWith(file, 0, "GIF8") && file.length >= 10) {
            in.order(ByteOrder.LITTLE_ENDIAN);
            return sized(in.getShort(6) & 0xFFFF, in.getShort(8) & 0xFFFF);
        }
        if (startsWith(file, 0, "RIFF") && startsWith(file, 8, "WEBP") && file.length >= 30) {
            return webp(file, in.order(ByteOrder.LITTLE_ENDIAN));
        }
        return startsWith(file, 0, "\u00ff\u00d8") ? jpeg(in) : Optional.empty();
    }

    private static Optional<ImageSize> webp(byte[] file, ByteBuffer in) {
        if (startsWith(file, 12, "VP8X")) {
            return sized(1 + (in.getInt(24) & 0xFFFFFF), 1 + (in.getInt(26) >>> 8));
        }
        if (startsWith(file, 12, "VP8L")) {
            int bits = in.getInt(21);
            return sized(1 + (bits & 0x3FFF), 1 + (bits >>> 14 & 0x3FFF));
        }
        return startsWith(file, 12, "VP8 ")
                ? sized(in.getShort(26) & 0x3FFF, in.getShort(28) & 0x3FFF)
                : Optional.empty();
    }

    /** Walks the segments to the start of the frame. */
    private static Optional<ImageSize> jpeg(ByteBuffer in) {
        int at = 2;
        while (at + 9 <= in.limit() && (in.get(at) & 0xFF) == 0xFF) {
            int marker = in.get(at + 1) & 0xFF;
            if (isFrame(marker)) {
                return sized(in.getShort(at + 7) & 0xFFFF, in.getShort(at + 5) & 0xFFFF);
            }
            at += marker == 0xFF ? 1 : 2 + (in.getShort(at + 2) & 0xFFFF);
        }
        return Optional.empty();
    }

    /** SOF0 to SOF15 without the three markers of the range that mean tables. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static Optional<ImageSize> sized(int width, int height) {
        return width > 0 && height > 0 ? Optional.of(new ImageSize(width, height)) : Optional.empty();
    }

    private static boolean startsWith(byte[] file, int offset, String magic) {
        if (file.length < offset + magic.length()) {
            return false;
        }
        for (int i = 0; i < magic.length(); i++) {
            if ((file[offset + i] & 0xFF) != magic.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
