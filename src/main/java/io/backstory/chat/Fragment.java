package io.backstory.chat;

import static java.util.Objects.requireNonNull;

/**
 * A turn rendered for one dialect: its messages joined by commas, ready to splice into a request body.
 *
 * @param droppedReasoning blocks of opaque reasoning left out because they belong to another origin
 */
public record Fragment(Bytes json, int droppedReasoning) {
    public Fragment {
        requireNonNull(json);
    }
}
