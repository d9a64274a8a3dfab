package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionsReaderTest {

    @Test
    void a_redis_store_has_an_address_and_defaults() {
        assertThat(store("url: redis://redis.internal"))
                .isEqualTo(new StoreConfig.Redis(
                        RedisServers.at("redis.internal", 6379),
                        false,
                        "",
                        new Secret(""),
                        Duration.ofMillis(500),
                        Ack.REPLICA));
    }

    @Test
    void an_address_holds_user_and_password_and_asks_for_tls() {
        FakeEnvironment environment = new FakeEnvironment().with("REDIS_PASSWORD", "p%40ss:word");

        StoreConfig.Redis store = store(
                "url: \"rediss://gateway:${REDIS_PASSWORD}@[::1]:7000/0\", timeout: 250ms, ack: disk", environment);

        assertThat(store)
                .isEqualTo(new StoreConfig.Redis(
                        RedisServers.at("::1", 7000),
                        true,
                        "gateway",
                        new Secret("p@ss:word"),
                        Duration.ofMillis(250),
                        Ack.DISK));
        assertThat(store.address()).isEqualTo("[::1]:7000");
        assertThat(store.toString()).doesNotContain("ss:word");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "http://h:1; The address of a Redis server is redis://host:port, or rediss://host:port for TLS.",
                "redis.internal:6379; The address of a Redis server is redis://host:port, or rediss://host:port for TLS.",
                "redis://hunter2@bad host; The address of a Redis server is redis://host:port, or rediss://host:port for TLS.",
                "redis://h:0; A port is a number from 1 to 65535.",
                "redis://h:6379/3; Backstory uses database 0. Leave out what follows the port.",
                "redis://h:6379?protocol=3; The address ends before the first ? or #."
            })
    void an_address_that_cannot_be_used_is_refused_without_repeating_it(String url, String explanation) {
        assertThat(problems("type: redis, url: \"" + url + "\""))
                .startsWith("6:38 sessions.store.url | " + explanation)
                .doesNotContain("hunter2");
    }

    @Test
    void a_redis_store_needs_an_address() {
        assertThat(problems("type: redis"))
                .isEqualTo("6:12 sessions.store.url | A Redis store needs its address: url: redis://host:6379,"
                        + " or sentinel: {master: ..., nodes: ...}.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "type: redis, url: redis://h, path: x; The redis store has no path. Remove it, or use type: sqlite.",
                "type: sqlite, url: redis://h; The sqlite store has no url. Remove it, or use type: redis.",
                "type: memory, ack: disk; The memory store has no ack. Remove it, or use type: redis."
            })
    void a_setting_of_another_store_is_refused(String settings, String explanation) {
        assertThat(problems(settings)).endsWith(" | " + explanation);
    }

    @Test
    void an_acknowledgement_from_memory_is_warned_of() {
        assertThat(ConfigFiles.warnings(
                        ConfigFiles.smallestAnd("sessions: {store: {type: redis, url: redis://h, ack: memory}}\n")))
                .singleElement()
                .asString()
                .endsWith("a crash of the Redis server may lose turns that clients were told are done.");
    }

    private static StoreConfig.Redis store(String settings) {
        return store(settings, new FakeEnvironment());
    }

    private static StoreConfig.Redis store(String settings, Environment environment) {
        LoadedConfig loaded = ConfigFiles.load(
                ConfigFiles.smallestAnd("sessions: {store: {type: redis, " + settings + "}}\n"), environment);
        return (StoreConfig.Redis) loaded.config().sessions().store();
    }

    private static String problems(String store) {
        return String.join("\n", ConfigFiles.problems(ConfigFiles.smallestAnd("sessions: {store: {" + store + "}}\n")));
    }
}
