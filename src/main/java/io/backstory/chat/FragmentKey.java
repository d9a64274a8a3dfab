package io.backstory.chat;

import static java.util.Objects.requireNonNull;

/**
 * Everything besides the turn itself that the bytes of a {@link Fragment} depend on.
 *
 * @param sameOrigin whether the target is where the turn's reply came from, so that it is replayed verbatim
 */
public record FragmentKey(String dialect, boolean sameOrigin, Form form) {

    /** How much of a turn is rendered. */
    public enum Form {
        FULL,
        /** Clearable content replaced by constant placeholders. */
        CLEARED
    }

    public FragmentKey {
        requireNonNull(dialect);
        requireNonNull(form);
    }
}
