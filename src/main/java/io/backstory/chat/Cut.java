package io.backstory.chat;

/**
 * The stored truncation point a turn was planned with. None of the four ever decreases along a session.
 *
 * @param from seq of the first turn rendered
 * @param tools tool results of turns before this seq are rendered cleared
 * @param media images and documents of turns before this seq are rendered cleared
 * @param epoch number of cuts made so far
 */
public record Cut(int from, int tools, int media, int epoch) {
    public static final Cut NONE = new Cut(1, 1, 1, 0);
}
