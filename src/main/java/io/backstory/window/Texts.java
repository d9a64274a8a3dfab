package io.backstory.window;

import io.backstory.chat.Measure;

/** Bounds and estimates of a {@link Measure} that hold for every tokenizer. */
final class Texts {
    /** No tokenizer frames a message with more tokens. */
    static final int MOST_FRAMING = 8;

    private static final int MOST = Integer.MAX_VALUE / 4;
    private static final double BYTES_A_TOKEN = 3.6;

    private Texts() {}

    /**
     * Never too small: a token for each byte of UTF-8, as byte-level tokenizers make at most, one for each block, as
     * those with a dummy prefix add, and the most a message is framed with.
     */
    static int byteBound(Measure measure, Family family) {
        long most = (long) measure.bytes()
                + measure.blocks()
                + (long) MOST_FRAMING * measure.messages()
                + measure.other()
                + family.pictures().tokens(measure.pictures());
        return clamp(most);
    }

    /** Tokens of the text by the yardstick, or what is usual for as many bytes. */
    static double yardOrBytes(Measure measure) {
        return measure.isCounted() ? measure.yard() : measure.bytes() / BYTES_A_TOKEN;
    }

    static int clamp(long tokens) {
        return (int) Math.max(-MOST, Math.min(tokens, MOST));
    }

    static int clamp(double tokens) {
        return (int) Math.max(-MOST, Math.min(tokens, MOST));
    }
}
