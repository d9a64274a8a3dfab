package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.ServerConfig.Address;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisStoreReaderTest {

    @Test
    void sentinels_and_servers_have_users_of_their_own() {
        FakeEnvironment environment =
                new FakeEnvironment().with("A", "of-sentinel").with("B", "of-servers");
        StoreConfig.Redis store = store(
                "sentinel: {master: main, nodes: [s1:26379, \"[::1]:7000\"], user: watcher, password: \"${A}\"},"
                        + " tls: true, user: gateway, password: \"${B}\"",
                environment);

        assertThat(store.servers())
                .isEqualTo(new RedisServers.Watched(
                        "main",
                        List.of(new Address("s1", 26_379), new Address("::1", 7000)),
                        "watcher",
                        new Secret("of-sentinel")));
        assertThat(store.tls()).isTrue();
        assertThat(store.user()).isEqualTo("gateway");
        assertThat(store.password()).isEqualTo(new Secret("of-servers"));
        assertThat(store.address()).isEqualTo("\"main\" of Sentinel s1:26379, [::1]:7000");
        assertThat(store.toString()).doesNotContain("of-sentinel").doesNotContain("of-servers");
    }

    @Test
    void a_store_with_sentinel_needs_no_more_than_a_name_and_nodes() {
        assertThat(store("sentinel: {master: main, nodes: [s1:1, s2:1]}", new FakeEnvironment()))
                .isEqualTo(new StoreConfig.Redis(
                        new RedisServers.Watched(
                                "main", List.of(new Address("s1", 1), new Address("s2", 1)), "", new Secret("")),
                        false,
                        "",
                        new Secret(""),
                        Duration.ofMillis(500),
                        Ack.REPLICA));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sentinel: {nodes: [a:1, b:1]}; sentinel.master | The name under which Sentinel watches the servers is missing, such as mymaster.",
                "sentinel: {master: a b, nodes: [a:1, b:1]}; sentinel.master | A name without spaces is expected, the one in \"sentinel monitor <name> ...\".",
                "sentinel: {master: main}; sentinel.nodes | The Sentinels are missing, such as nodes: [s1:26379, s2:26379, s3:26379].",
                "sentinel: {master: main, nodes: []}; sentinel.nodes | At least one Sentinel is needed.",
                "sentinel: {master: main, nodes: [a:1, a:1]}; sentinel.nodes[1] | This Sentinel stands here twice.",
                "sentinel: {master: main, nodes: [a:1, b]}; sentinel.nodes[1] | An address is host:port, such as 127.0.0.1:8080 or 0.0.0.0:8080.",
                "sentinel: {master: main, nodes: [a:1, b:0]}; sentinel.nodes[1] | A port is a number from 1 to 65535.",
                "sentinel: {master: main, nodes: [a:1, b:1]}, ack: disk; ack | A failover forgets what only the disk of the former primary has. Use ack: replica.",
                "sentinel: {master: main, nodes: [a:1, b:1]}, url: redis://h; url | Sentinel tells where the primary is. Keep sentinel, or url for a server that nobody watches.",
                "url: redis://h, tls: true; tls | This goes with sentinel. A url holds it all:",
                "url: redis://h, password: x; password | This goes with sentinel. A url holds it all:"
            })
    void says_what_is_wrong(String settings, String problem) {
        assertThat(ConfigFiles.problems(
                        ConfigFiles.smallestAnd("sessions: {store: {type: redis, " + settings + "}}\n")))
                .singleElement()
                .asString()
                .contains("sessions.store." + problem);
    }

    @Test
    void a_lone_sentinel_is_warned_of() {
        assertThat(ConfigFiles.warnings(ConfigFiles.smallestAnd(
                        "sessions: {store: {type: redis, sentinel: {master: main, nodes: [s1:26379]}}}\n")))
                .singleElement()
                .asString()
                .endsWith("when this Sentinel is gone, a failover goes unseen; name all of them.");
    }

    private static StoreConfig.Redis store(String settings, Environment environment) {
        LoadedConfig loaded = ConfigFiles.load(
                ConfigFiles.smallestAnd("sessions: {store: {type: redis, " + settings + "}}\n"), environment);
        return (StoreConfig.Redis) loaded.config().sessions().store();
    }
}
