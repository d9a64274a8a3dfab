package io.backstory.config;

import io.backstory.config.LeavingConfig.OnDisconnect;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code sessions}. */
final class SessionsReader {
    private enum StoreType {
        SQLITE,
        REDIS,
        MEMORY
    }

    private static final Map<StoreType, List<String>> SETTINGS = Map.of(
            StoreType.SQLITE, List.of("path"),
            StoreType.REDIS, List.of("url", "timeout", "ack"));
    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofDays(3650);

    /** Stands where an address is wrong, which stops the start anyway. */
    private static final RedisUrl NOWHERE = new RedisUrl("localhost", 6379, false, "", new Secret(""));

    private final Section sessions;
    private final ServerConfig server;

    SessionsReader(Section root, ServerConfig server) {
        this.sessions = root.section(
                "sessions",
                "store",
                "ttl",
                "maxAge",
                "maxTurns",
                "maxBytes",
                "nearCache",
                "onDisconnect",
                "finishAtMost");
        this.server = server;
    }

    SessionsConfig read() {
        SessionsConfig standard = SessionsConfig.DEFAULT;
        Section nearCache = sessions.section("nearCache", "maxBytes", "idle");
        return new SessionsConfig(
                store(sessions.section("store", "type", "path", "url", "timeout", "ack")),
                sessions.read("ttl", standard.retention(), Readings.duration(Duration.ofMinutes(1), LONGEST)),
                nearCache.read("maxBytes", standard.nearCacheBytes(), Readings.bytes(0, 1L << 40)),
                nearCache.read("idle", standard.nearCacheIdle(), Readings.duration(Duration.ofSeconds(1), LONGEST)),
                leaving(),
                limits());
    }

    private LimitsConfig limits() {
        LimitsConfig standard = LimitsConfig.DEFAULT;
        return new LimitsConfig(
                sessions.read("maxTurns", standard.maxTurns(), Readings.whole(10, 1_000_000)),
                sessions.read("maxBytes", standard.maxBytes(), Readings.bytes(64 << 10, 1L << 30)),
                sessions.read("maxAge", standard.maxAge(), Readings.duration(Duration.ofMinutes(1), LONGEST)));
    }

    private LeavingConfig leaving() {
        LeavingConfig standard = LeavingConfig.DEFAULT;
        return new LeavingConfig(
                sessions.read("onDisconnect", standard.onDisconnect(), Readings.choice(OnDisconnect.class)),
                sessions.read(
                        "finishAtMost",
                        standard.finishAtMost(),
                        Readings.duration(Duration.ofSeconds(1), Duration.ofHours(1))));
    }

    private StoreConfig store(Section store) {
        StoreType type = store.read("type", StoreType.SQLITE, Readings.choice(StoreType.class));
        refuseForeign(store, type);
        return switch (type) {
            case SQLITE -> store.read("path", SessionsConfig.DEFAULT.store(), SessionsReader::sqlite);
            case REDIS -> redis(store);
            case MEMORY -> memory(store);
        };
    }

    /** A setting of another store than the chosen one would silently do nothing. */
    private static void refuseForeign(Section store, StoreType type) {
        List<String> own = SETTINGS.getOrDefault(type, List.of());
        String name = type.name().toLowerCase(Locale.ROOT);
        for (String setting : store.names()) {
            if (!setting.equals("type") && !own.contains(setting)) {
                String other = setting.equals("path") ? "sqlite" : "redis";
                store.get(setting)
                        .error("The " + name + " store has no " + setting + ". Remove it, or use type: " + other + ".");
            }
        }
    }

    private StoreConfig memory(Section store) {
        if (!server.listen().isLoopback()) {
            store.warning(
                    store.get("type").place(),
                    "the memory store forgets every conversation when the gateway stops; it is meant for tests.");
        }
        return new StoreConfig.Memory();
    }

    private static StoreConfig redis(Section store) {
        RedisUrl url = store.require("url", "A Redis store needs its address: url: redis://host:6379.")
                .flatMap(value -> value.read(RedisUrl::read))
                .orElse(NOWHERE);
        Duration timeout =
                store.read("timeout", Duration.ofMillis(500), Readings.duration(SHORTEST, Duration.ofSeconds(1)));
        Ack ack = store.read("ack", Ack.REPLICA, Readings.choice(Ack.class));
        if (ack == Ack.MEMORY) {
            store.warning(
                    store.get("ack").place(),
                    "a crash of the Redis server may lose turns that clients were told are done.");
        }
        return new StoreConfig.Redis(url.host(), url.port(), url.tls(), url.user(), url.password(), timeout, ack);
    }

    private static StoreConfig sqlite(String text) throws Refused {
        if (text.isBlank() || text.startsWith(":") || text.startsWith("file:") || text.contains("?")) {
            throw new Refused(
                    "The path of a file is expected, such as ./data/backstory.db.",
                    "For a store that keeps nothing, use type: memory.");
        }
        try {
            return new StoreConfig.Sqlite(Path.of(text).normalize());
        } catch (InvalidPathException impossible) {
            throw new Refused("This is not a path of this system.");
        }
    }
}
