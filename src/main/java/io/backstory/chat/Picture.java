package io.backstory.chat;

/**
 * What the token count of an image depends on, for every tokenizer family.
 *
 * @param width in pixels, 0 where it is not known
 * @param height in pixels, 0 where it is not known
 * @param low whether the client asked for the coarse reading ({@code detail: low})
 */
public record Picture(int width, int height, boolean low) {
    public static final Picture UNKNOWN = new Picture(0, 0, false);

    public boolean isKnown() {
        return width > 0 && height > 0;
    }
}
