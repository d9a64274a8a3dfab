package io.backstory.chat;

import static java.util.Objects.requireNonNull;

/**
 * Where a reply came from. Its verbatim bytes and its opaque reasoning go back only to the same origin.
 *
 * @param provider name of the upstream in the configuration
 * @param model the provider's name of the model that was asked
 */
public record Origin(String dialect, String provider, String model) {
    public Origin {
        requireNonNull(dialect);
        requireNonNull(provider);
        requireNonNull(model);
    }
}
