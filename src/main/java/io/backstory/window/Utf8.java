package io.backstory.window;

/** Sizes of text in UTF-8 without encoding it. A lone surrogate counts as three bytes. */
final class Utf8 {
    private Utf8() {}

    static int length(String text) {
        return lengthUpTo(text, text.length());
    }

    private static int lengthUpTo(String text, int end) {
        long bytes = 0;
        for (int i = 0; i < end; i++) {
            bytes += sizeAt(text, i);
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /** The longest beginning of {@code text} that has at most {@code bytes} bytes and splits no character. */
    static String prefix(String text, int bytes) {
        int left = bytes;
        int end = 0;
        while (end < text.length() && sizeAt(text, end) <= left) {
            left -= sizeAt(text, end++);
        }
        boolean splits =
                end > 0 && end < text.length() && Character.isSurrogatePair(text.charAt(end - 1), text.charAt(end));
        return text.substring(0, splits ? end - 1 : end);
    }

    /** Both halves of a pair count two. */
    private static int sizeAt(String text, int index) {
        char unit = text.charAt(index);
        if (unit < 0x80) {
            return 1;
        }
        if (unit < 0x800) {
            return 2;
        }
        return isPaired(text, index) ? 2 : 3;
    }

    private static boolean isPaired(String text, int index) {
        char unit = text.charAt(index);
        return Character.isHighSurrogate(unit)
                ? index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1))
                : Character.isLowSurrogate(unit) && index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
    }
}
