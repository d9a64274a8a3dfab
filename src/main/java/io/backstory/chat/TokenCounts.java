package io.backstory.chat;

/** Tokens of a turn's input and output as parts of a prompt, counted by the gateway. */
public record TokenCounts(int input, int output) {
    public static final TokenCounts NONE = new TokenCounts(0, 0);

    public int total() {
        return input + output;
    }
}
