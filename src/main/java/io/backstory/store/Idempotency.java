package io.backstory.store;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.Bytes;
import java.time.Duration;

/**
 * How a repeated request is recognised.
 *
 * @param key 32 bytes: SHA-256 of tenant, session and what names the request, which is the client's key, or the fingerprint
 *     where the client sent none
 * @param fingerprint 32 bytes: SHA-256 of the request without {@code stream}
 */
public record Idempotency(Mode mode, Bytes key, Bytes fingerprint) {

    public enum Mode {
        /** The client sent a key. */
        EXPLICIT(Duration.ofHours(24)),
        /** The client sent no key but says that it tries again: official SDKs do. */
        IMPLICIT_RETRY(Duration.ofMinutes(10)),
        /** A first try without a key. Its record is written for a retry to find, and replaces whatever is there. */
        IMPLICIT_FIRST(Duration.ofMinutes(10));

        private final Duration lifetime;

        Mode(Duration lifetime) {
            this.lifetime = lifetime;
        }

        /** How long the record is kept after the turn. */
        public Duration lifetime() {
            return lifetime;
        }
    }

    public Idempotency {
        requireNonNull(mode);
        if (key.length() != 32 || fingerprint.length() != 32) {
            throw new IllegalArgumentException("key and fingerprint are SHA-256 hashes");
        }
    }
}
