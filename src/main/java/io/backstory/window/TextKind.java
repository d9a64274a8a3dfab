package io.backstory.window;

/**
 * Kinds of text that tokenizers treat so differently that one ratio does not fit them all.
 */
enum TextKind {
    TEXT(0.25),
    /** Much punctuation and many digits: code, JSON, logs. */
    DENSE(0.37),
    /** Some characters beyond ASCII. */
    LATIN(0.3),
    /** Mostly characters beyond ASCII. */
    NON_LATIN(0.3);

    /** Tokens a byte, before anything was learned. */
    final double perByte;

    TextKind(double perByte) {
        this.perByte = perByte;
    }

    /** The characters of one message, sorted out. */
    static final class Tally {
        private int all;
        private int beyondAscii;
        private int dense;

        void add(String text) {
            int length = text.length();
            all += length;
            for (int i = 0; i < length; i++) {
                char unit = text.charAt(i);
                if (unit >= 0x80) {
                    beyondAscii++;
                } else if (unit > ' ' && !Character.isLetter(unit)) {
                    dense++;
                }
            }
        }

        TextKind kind() {
            if (beyondAscii * 4L > all) {
                return NON_LATIN;
            }
            if (beyondAscii * 50L > all) {
                return LATIN;
            }
            return dense * 100L > all * 22L ? DENSE : TEXT;
        }
    }
}
