package io.backstory.chat;

import static java.util.Objects.requireNonNull;

/**
 * Tokens of a turn's input and output as parts of a prompt, as well as the gateway knows them.
 *
 * @param sizes what the counts were made from
 */
public record TokenCounts(int input, int output, TurnSizes sizes) {
    public static final TokenCounts NONE = new TokenCounts(0, 0);

    public TokenCounts {
        requireNonNull(sizes);
    }

    /** Counts of a turn nobody measured. */
    public TokenCounts(int input, int output) {
        this(input, output, TurnSizes.NONE);
    }

    public int total() {
        return input + output;
    }
}
