package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How conversations are kept.
 *
 * @param retention how long a session lives after its last turn
 * @param nearCacheBytes bound of the in-memory copy of recent sessions
 * @param nearCacheIdle how long an unused copy is kept
 * @param leaving what becomes of a turn whose client leaves
 */
public record SessionsConfig(
        StoreConfig store, Duration retention, long nearCacheBytes, Duration nearCacheIdle, LeavingConfig leaving) {
    public static final SessionsConfig DEFAULT = new SessionsConfig(
            new StoreConfig.Sqlite(Path.of("data", "backstory.db")),
            Duration.ofDays(30),
            64L << 20,
            Duration.ofMinutes(10),
            LeavingConfig.DEFAULT);

    public SessionsConfig {
        requireNonNull(store);
        requireNonNull(retention);
        requireNonNull(nearCacheIdle);
        requireNonNull(leaving);
    }

    /** Which store. */
    public sealed interface StoreConfig {
        record Sqlite(Path path) implements StoreConfig {
            public Sqlite {
                requireNonNull(path);
            }
        }

        /** Forgets everything at the end of the process: for tests. */
        record Memory() implements StoreConfig {}
    }
}
