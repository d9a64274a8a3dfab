package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How large and how old a session may become.
 *
 * @param maxTurns kept of one session
 * @param maxBytes stored of one session
 * @param maxAge after which a session ends, however often it is used
 */
public record LimitsConfig(int maxTurns, long maxBytes, Duration maxAge) {
    public static final LimitsConfig DEFAULT = new LimitsConfig(2_000, 8L << 20, Duration.ofDays(365));

    public LimitsConfig {
        requireNonNull(maxAge);
        if (maxTurns < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("a session holds at least one turn of at least one byte");
        }
    }
}
