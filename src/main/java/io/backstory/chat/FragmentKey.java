package io.backstory.chat;

import static java.util.Objects.requireNonNull;

/**
 * Everything besides the turn itself that the bytes of a {@link Fragment} depend on.
 *
 * @param sameOrigin whether the target is where the turn's reply came from, so that it is replayed verbatim
 */
public record FragmentKey(String dialect, boolean sameOrigin, Form form) {

    /** How much of a turn is rendered. Cleared and led forms are turns of their own: see {@link FragmentMemo#form}. */
    public enum Form {
        FULL
    }

    public FragmentKey {
        requireNonNull(dialect);
        requireNonNull(form);
    }
}
