package io.backstory.config;

import io.backstory.config.LeavingConfig.OnDisconnect;
import io.backstory.config.QueueConfig.OnBusy;
import io.backstory.config.SessionsConfig.StoreConfig;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
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

    private static final Map<StoreType, List<String>> SETTINGS =
            Map.of(StoreType.SQLITE, List.of("path"), StoreType.REDIS, RedisStoreReader.SETTINGS);

    /** The doors that answer turns. */
    private static final List<String> DOORS = List.of("chat", "completions");

    private static final Duration LONGEST = Duration.ofDays(3650);

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
                "finishAtMost",
                "concurrentTurns",
                "queue");
        this.server = server;
    }

    SessionsConfig read() {
        SessionsConfig standard = SessionsConfig.DEFAULT;
        Section nearCache = sessions.section("nearCache", "maxBytes", "idle");
        return new SessionsConfig(
                store(sessions.section(
                        "store", "type", "path", "url", "sentinel", "user", "password", "tls", "timeout", "ack")),
                sessions.read("ttl", standard.retention(), Readings.duration(Duration.ofMinutes(1), LONGEST)),
                nearCache.read("maxBytes", standard.nearCacheBytes(), Readings.bytes(0, 1L << 40)),
                nearCache.read("idle", standard.nearCacheIdle(), Readings.duration(Duration.ofSeconds(1), LONGEST)),
                leaving(),
                queue(),
                limits());
    }

    private QueueConfig queue() {
        QueueConfig standard = QueueConfig.DEFAULT;
        Section doors = sessions.section("concurrentTurns", DOORS.toArray(String[]::new));
        Map<String, OnBusy> ways = new LinkedHashMap<>();
        for (String door : doors.names()) {
            doors.get(door).read(Readings.choice(OnBusy.class)).ifPresent(way -> ways.put(door, way));
        }
        Section queue = sessions.section("queue", "length", "wait");
        return new QueueConfig(
                ways,
                queue.read("length", standard.length(), Readings.whole(1, 1000)),
                queue.read(
                        "wait",
                        standard.patience(),
                        Readings.duration(Duration.ofMillis(100), Duration.ofMinutes(10))));
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
            case REDIS -> new RedisStoreReader(store).read();
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
