package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backstory.config.AuthConfig.Mode;
import io.backstory.config.ProviderConfig.Fault;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.ProviderConfig.Timeouts;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.backstory.config.RouteConfig.Strategy;
import io.backstory.config.RouteConfig.Target;
import io.backstory.config.ServerConfig.Address;
import io.backstory.config.SessionsConfig.StoreConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConfigLoaderTest {

    @Test
    void the_smallest_file_gets_the_defaults() {
        GatewayConfig config = ConfigFiles.load(ConfigFiles.SMALLEST).config();

        assertThat(config.server()).isEqualTo(ServerConfig.DEFAULT);
        assertThat(config.auth()).isEqualTo(AuthConfig.OPEN);
        assertThat(config.sessions()).isEqualTo(SessionsConfig.DEFAULT);
        assertThat(config.logging()).isEqualTo(LoggingConfig.DEFAULT);
        assertThat(config.routes().get("default"))
                .isEqualTo(new RouteConfig("default", List.of(new Target("sim", "echo")), HistoryConfig.DEFAULT));
        assertThat(config.defaultRoute()).isEqualTo("default");
    }

    @Test
    void server_sessions_and_logging_are_read() {
        GatewayConfig config = ConfigFiles.load(
                        ConfigFiles.smallestAnd(
                                """
                server: {listen: "[::1]:80", management: localhost:0, maxBodyBytes: 64KiB, drainDelay: 1s, drain: 0s}
                sessions:
                  store: {type: sqlite, path: /var/lib/backstory/./a.db}
                  ttl: 12h
                  nearCache: {maxBytes: 2GiB, idle: 5m}
                  concurrentTurns: {completions: queue}
                  queue: {length: 3, wait: 2s}
                logging: {level: debug}
                """))
                .config();

        assertThat(config.server())
                .isEqualTo(new ServerConfig(
                        new Address("::1", 80), new Address("localhost", 0), 65536, seconds(1), Duration.ZERO));
        assertThat(config.sessions())
                .isEqualTo(new SessionsConfig(
                        new StoreConfig.Sqlite(Path.of("/var/lib/backstory/a.db")),
                        Duration.ofHours(12),
                        2L << 30,
                        Duration.ofMinutes(5),
                        LeavingConfig.DEFAULT,
                        new QueueConfig(Map.of("completions", QueueConfig.OnBusy.QUEUE), 3, seconds(2)),
                        LimitsConfig.DEFAULT));
        assertThat(config.logging().level()).isEqualTo(LoggingConfig.Level.DEBUG);
    }

    private static Duration seconds(int number) {
        return Duration.ofSeconds(number);
    }

    @Test
    void a_provider_is_read() {
        ProviderConfig provider = provider(
                ConfigFiles.provider(
                        """
                dialect: anthropic-messages
                baseUrl: https://api.example.com/
                apiKey: none
                timeouts: {connect: 250ms, firstToken: 1m, idle: 30s, total: 1h}
                maxConnections: 7
                """));

        assertThat(provider.baseUrl()).isEqualTo(URI.create("https://api.example.com"));
        assertThat(provider.apiKey()).isNull();
        assertThat(provider.maxConnections()).isEqualTo(7);
        assertThat(provider.models()).containsEntry("m", new ModelConfig("m", 1000, 100, "o200k_base"));
        assertThat(provider.timeouts())
                .isEqualTo(new Timeouts(
                        Duration.ofMillis(250), Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofHours(1)));
    }

    @Test
    void the_faults_of_a_simulator_are_read() {
        ProviderConfig provider = provider(
                ConfigFiles.provider(
                        """
                dialect: simulator
                tokenDelay: 1ms
                faults: [{mode: rate_limit, every: 5}, {mode: cut, every: 7}]
                """));

        assertThat(provider.simulator())
                .isEqualTo(new ProviderConfig.SimulatorConfig(
                        Duration.ofMillis(1),
                        List.of(new Fault(Fault.Mode.RATE_LIMIT, 5), new Fault(Fault.Mode.CUT, 7))));
    }

    @Test
    void the_history_of_a_route_is_read() {
        GatewayConfig config = ConfigFiles.load(ConfigFiles.SMALLEST.replace(
                        "[sim/echo]", "[sim/echo], history: {budgetTokens: 500, lowWater: 0.5}"))
                .config();

        assertThat(config.routes().values())
                .extracting(RouteConfig::history)
                .containsExactly(new HistoryConfig(500, Strategy.CACHE_STABLE, 0.5));
    }

    @Test
    void tenants_are_read_and_hashes_put_in_lower_case() {
        AuthConfig auth = ConfigFiles.load(ConfigFiles.smallestAnd("auth:\n  mode: keys\n  tenants:\n"
                        + "    - {id: acme, keys: [{id: web, sha256: " + "AB".repeat(32) + "}], routes: [default]}\n"))
                .config()
                .auth();

        assertThat(auth.mode()).isEqualTo(Mode.KEYS);
        assertThat(auth.tenants())
                .containsExactly(new AuthConfig.TenantConfig(
                        "acme", List.of(new AuthConfig.KeyConfig("web", "ab".repeat(32))), List.of("default")));
    }

    @Test
    void providers_and_routes_keep_the_order_of_the_file() {
        GatewayConfig config = ConfigFiles.load(
                        ConfigFiles.SMALLEST + "  b: {targets: [sim/echo]}\n  a: {targets: [sim/echo]}\n")
                .config();

        assertThat(config.routes().keySet()).containsExactly("default", "b", "a");
    }

    @Test
    void json_is_taken_because_it_is_yaml() {
        String json = "{\"version\":1,\"providers\":{\"sim\":{\"dialect\":\"simulator\",\"models\":{\"echo\":"
                + "{\"contextWindow\":1000,\"maxOutput\":100}}}},\"routes\":{\"default\":{\"targets\":[\"sim/echo\"]}}}";

        assertThat(ConfigFiles.load(json)).isEqualTo(ConfigFiles.load(ConfigFiles.SMALLEST));
    }

    @Test
    void a_byte_order_mark_is_passed_over() {
        assertThat(ConfigFiles.load("\uFEFF" + ConfigFiles.SMALLEST)).isEqualTo(ConfigFiles.load(ConfigFiles.SMALLEST));
    }

    @Test
    void a_file_that_cannot_be_read_is_a_problem_of_its_own() {
        FakeEnvironment files = new FakeEnvironment()
                .withFile("latin1.yaml", "é".getBytes(StandardCharsets.ISO_8859_1))
                .withFile("huge.yaml", new byte[2 << 20])
                .withFile("good.yaml", ConfigFiles.SMALLEST.getBytes(StandardCharsets.UTF_8));

        assertThat(whyNot(files, "missing.yaml")).isEqualTo("There is no such file.");
        assertThat(whyNot(files, "latin1.yaml")).isEqualTo("The file is not UTF-8 text.");
        assertThat(whyNot(files, "huge.yaml")).isEqualTo("The file is larger than 1 MiB.");
        assertThat(new ConfigLoader(files).load(Path.of("good.yaml")).warnings())
                .isEmpty();
    }

    private static String whyNot(Environment files, String name) {
        return catchThrowableOfType(ConfigException.class, () -> new ConfigLoader(files).load(Path.of(name)))
                .problems()
                .get(0)
                .explanation()
                .get(0);
    }

    private static ProviderConfig provider(String yaml) {
        return Objects.requireNonNull(
                ConfigFiles.load(yaml).config().providers().get("p"));
    }
}
