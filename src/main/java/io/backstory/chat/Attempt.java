package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How a request tells that it is, or may be, sent again.
 *
 * @param key the client's own name for the request, sent with each try; null when it gave none
 * @param repeated whether the client's SDK says that it has sent the same request before
 * @param fingerprint SHA-256 of what is asked, however it is written down; empty when nobody will ask for it
 */
public record Attempt(@Nullable String key, boolean repeated, Bytes fingerprint) {
    /** Nothing is known: a repetition is not recognised. */
    public static final Attempt UNKNOWN = new Attempt(null, false, Bytes.EMPTY);

    public Attempt {
        requireNonNull(fingerprint);
    }

    /** What a door finds in the body. */
    public static Attempt keyed(@Nullable String key) {
        return key == null ? UNKNOWN : new Attempt(key, false, Bytes.EMPTY);
    }
}
