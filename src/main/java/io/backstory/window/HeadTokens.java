package io.backstory.window;

/**
 * Tokens of what stands before the first turn of every prompt, framing included.
 *
 * @param instructions leading system and developer messages
 * @param tools tool definitions
 */
public record HeadTokens(int instructions, int tools) {
    public static final HeadTokens NONE = new HeadTokens(0, 0);

    public HeadTokens {
        if (instructions < 0 || tools < 0) {
            throw new IllegalArgumentException("tokens are not negative: " + instructions + ", " + tools);
        }
    }

    /** Everything in the head. */
    public long total() {
        return (long) instructions + tools;
    }
}
