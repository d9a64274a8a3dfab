package io.backstory.window;

import java.util.function.ToIntFunction;

/**
 * Counts the texts of one request with a tokenizer that sees 256 KiB of one text and 1 MiB of all at most; what is
 * beyond counts a token a byte. No byte-level tokenizer makes more tokens than that, so the result is never too small,
 * and long runs of one character, on which byte pair encoding is slow, cost a bounded time.
 */
final class BoundedBpe implements ToIntFunction<String> {
    static final int PER_TEXT = 256 * 1024;
    static final int PER_REQUEST = 1024 * 1024;

    private final ToIntFunction<String> bpe;
    private int left = PER_REQUEST;

    BoundedBpe(ToIntFunction<String> bpe) {
        this.bpe = bpe;
    }

    @Override
    public int applyAsInt(String text) {
        int bytes = Utf8.length(text);
        int allowed = Math.min(PER_TEXT, left);
        if (bytes <= allowed) {
            left -= bytes;
            return bpe.applyAsInt(text);
        }
        left -= allowed;
        String seen = Utf8.prefix(text, allowed);
        return bpe.applyAsInt(seen) + bytes - Utf8.length(seen);
    }
}
