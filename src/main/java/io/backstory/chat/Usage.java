package io.backstory.chat;

import org.jspecify.annotations.Nullable;

/**
 * Tokens of one reply in canonical arithmetic, whatever the provider's own: the input includes cache reads and writes,
 * the output includes reasoning.
 *
 * @param estimated true when the provider reported none and the gateway counted
 * @param raw the provider's own usage object, where it sent one
 */
public record Usage(
        long inputTotal,
        long cacheRead,
        long cacheWrite,
        long outputTotal,
        long reasoning,
        boolean estimated,
        @Nullable Bytes raw) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, true, null);

    public static Usage reported(long inputTotal, long outputTotal) {
        return new Usage(inputTotal, 0, 0, outputTotal, 0, false, null);
    }

    public static Usage estimated(long inputTotal, long outputTotal) {
        return new Usage(inputTotal, 0, 0, outputTotal, 0, true, null);
    }
}
