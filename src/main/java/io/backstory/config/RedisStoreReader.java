package io.backstory.config;

import io.backstory.config.ServerConfig.Address;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a store of {@code type: redis}. */
final class RedisStoreReader {
    static final List<String> SETTINGS = List.of("url", "sentinel", "user", "password", "tls", "timeout", "ack");

    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Secret NONE = new Secret("");

    /** Stand where an address is wrong, which stops the start anyway. */
    private static final RedisUrl NOWHERE = new RedisUrl("localhost", 6379, false, "", NONE);

    private static final Address NO_SENTINEL = new Address("localhost", 26_379);

    private final Section store;

    RedisStoreReader(Section store) {
        this.store = store;
    }

    StoreConfig.Redis read() {
        Duration timeout =
                store.read("timeout", Duration.ofMillis(500), Readings.duration(SHORTEST, Duration.ofSeconds(1)));
        Ack ack = store.read("ack", Ack.REPLICA, Readings.choice(Ack.class));
        if (ack == Ack.MEMORY) {
            store.warning(
                    store.get("ack").place(),
                    "a crash of the Redis server may lose turns that clients were told are done.");
        }
        return store.has("sentinel") ? watched(timeout, ack) : single(timeout, ack);
    }

    private StoreConfig.Redis single(Duration timeout, Ack ack) {
        Optional<Value> address = store.require(
                "url",
                "A Redis store needs its address: url: redis://host:6379, or sentinel: {master: ..., nodes: ...}.");
        for (String setting : List.of("user", "password", "tls")) {
            store.find(setting)
                    .ifPresent(value -> value.error(
                            "This goes with sentinel. A url holds it all:",
                            "rediss://user:password@host:6379 has user, password and TLS."));
        }
        RedisUrl url = address.flatMap(value -> value.read(RedisUrl::read)).orElse(NOWHERE);
        return new StoreConfig.Redis(
                RedisServers.at(url.host(), url.port()), url.tls(), url.user(), url.password(), timeout, ack);
    }

    private StoreConfig.Redis watched(Duration timeout, Ack ack) {
        store.find("url")
                .ifPresent(
                        value -> value.error(
                                "Sentinel tells where the primary is. Keep sentinel, or url for a server that nobody watches."));
        if (ack == Ack.DISK) {
            store.get("ack")
                    .error("A failover forgets what only the disk of the former primary has. Use ack: replica.");
        }
        return new StoreConfig.Redis(
                servers(store.section("sentinel", "master", "nodes", "user", "password")),
                store.read("tls", false, Readings.flag()),
                store.read("user", "", text -> text),
                store.read("password", NONE, Secret::new),
                timeout,
                ack);
    }

    private static RedisServers servers(Section sentinel) {
        String master = sentinel.require(
                        "master", "The name under which Sentinel watches the servers is missing, such as mymaster.")
                .flatMap(value -> value.read(RedisStoreReader::name))
                .orElse("");
        List<Address> nodes = sentinel.require(
                        "nodes", "The Sentinels are missing, such as nodes: [s1:26379, s2:26379, s3:26379].")
                .map(RedisStoreReader::nodes)
                .orElse(List.of());
        return new RedisServers.Watched(
                master,
                nodes.isEmpty() ? List.of(NO_SENTINEL) : nodes,
                sentinel.read("user", "", text -> text),
                sentinel.read("password", NONE, Secret::new));
    }

    private static String name(String text) throws Refused {
        if (text.isBlank() || text.chars().anyMatch(Character::isWhitespace)) {
            throw new Refused("A name without spaces is expected, the one in \"sentinel monitor <name> ...\".");
        }
        return text;
    }

    private static List<Address> nodes(Value list) {
        List<Address> nodes = new ArrayList<>();
        List<Value> items = list.items();
        for (Value item : items) {
            item.read(RedisStoreReader::node).ifPresent(node -> {
                if (nodes.contains(node)) {
                    item.error("This Sentinel stands here twice.");
                }
                nodes.add(node);
            });
        }
        if (list.isEmptyList()) {
            list.error("At least one Sentinel is needed.");
        } else if (items.size() == 1) {
            list.warning("when this Sentinel is gone, a failover goes unseen; name all of them.");
        }
        return nodes;
    }

    private static Address node(String text) throws Refused {
        Address node = ServerReader.address(text);
        if (node.port() == 0) {
            throw new Refused("A port is a number from 1 to 65535.");
        }
        return node;
    }
}
