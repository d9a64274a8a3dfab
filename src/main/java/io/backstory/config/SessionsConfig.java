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
 * @param queue what becomes of a turn that meets another one
 * @param limits how large and how old a session may become
 */
public record SessionsConfig(
        StoreConfig store,
        Duration retention,
        long nearCacheBytes,
        Duration nearCacheIdle,
        LeavingConfig leaving,
        QueueConfig queue,
        LimitsConfig limits) {
    public static final SessionsConfig DEFAULT = new SessionsConfig(
            new StoreConfig.Sqlite(Path.of("data", "backstory.db")),
            Duration.ofDays(30),
            64L << 20,
            Duration.ofMinutes(10),
            LeavingConfig.DEFAULT,
            QueueConfig.DEFAULT,
            LimitsConfig.DEFAULT);

    public SessionsConfig {
        requireNonNull(store);
        requireNonNull(retention);
        requireNonNull(nearCacheIdle);
        requireNonNull(leaving);
        requireNonNull(queue);
        requireNonNull(limits);
    }

    /** Which store. */
    public sealed interface StoreConfig {
        record Sqlite(Path path) implements StoreConfig {
            public Sqlite {
                requireNonNull(path);
            }
        }

        /**
         * A Redis that several gateways may share.
         *
         * @param tls of the servers, and of the Sentinels where there are any
         * @param user of the servers; empty for the default user
         * @param password of the servers; empty when they want none
         * @param timeout of one try
         * @param ack what must hold a turn before it is acknowledged
         */
        record Redis(RedisServers servers, boolean tls, String user, Secret password, Duration timeout, Ack ack)
                implements StoreConfig {
            public Redis {
                requireNonNull(servers);
                requireNonNull(user);
                requireNonNull(password);
                requireNonNull(timeout);
                requireNonNull(ack);
            }

            /** Where it is, for messages: {@code host:port}, or how the Sentinels call it. */
            public String address() {
                return servers.toString();
            }
        }

        /** Forgets everything at the end of the process: for tests. */
        record Memory() implements StoreConfig {}
    }

    /** What must hold a turn before the client is told that it is done. */
    public enum Ack {
        /** A replica too: survives the loss of any one server. */
        REPLICA,
        /** The disk of the one server. */
        DISK,
        /** Its memory: a crash of the server may lose the last second. */
        MEMORY
    }
}
