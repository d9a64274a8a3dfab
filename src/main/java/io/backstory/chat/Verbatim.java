package io.backstory.chat;

import static java.util.Objects.requireNonNull;

/**
 * A value exactly as one dialect wrote it: bytes, key order and number text kept. Rendering for the same dialect splices
 * these bytes, so that unknown fields survive and prompts stay byte-identical; any other dialect renders from the typed
 * blocks.
 */
public record Verbatim(String dialect, Bytes json) {
    public Verbatim {
        requireNonNull(dialect);
        requireNonNull(json);
    }
}
