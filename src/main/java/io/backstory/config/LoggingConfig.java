package io.backstory.config;

import static java.util.Objects.requireNonNull;

/** How much is logged; never content. */
public record LoggingConfig(Level level) {
    public static final LoggingConfig DEFAULT = new LoggingConfig(Level.INFO);

    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    public LoggingConfig {
        requireNonNull(level);
    }
}
