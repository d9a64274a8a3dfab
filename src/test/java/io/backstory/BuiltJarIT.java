package io.backstory;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.backstory.testing.GatewayProcess;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltJarIT {
    /** A simulator that always fails, with the port of the doors and the level of the log left open. */
    private static final String SIMULATOR =
            """
            version: 1
            server: {listen: '127.0.0.1:%d', management: '127.0.0.1:0'}
            logging: {level: %s}
            providers:
              simulator:
                dialect: simulator
                faults: [{mode: fail, every: 1}]
                models: {m: {contextWindow: 8000, maxOutput: 1000}}
            routes: {default: {targets: [simulator/m]}}
            """;

    @TempDir
    Path directory;

    @Test
    void goes_on_with_the_conversation_after_being_killed() throws Exception {
        try (GatewayProcess first = GatewayProcess.demo(directory)) {
            say(first, "My name is Ada.");
            first.kill();
        }
        try (GatewayProcess second = GatewayProcess.demo(directory)) {
            Reply reply = say(second, "What is my name?");

            assertThat(reply.at("/response")).contains("Ada");
            assertThat(reply.at("/turn")).isEqualTo("2");
        }
    }

    @Test
    void keeps_every_turn_it_acknowledged_however_often_it_is_killed() throws Exception {
        for (int turn = 1; turn <= 5; turn++) {
            try (GatewayProcess gateway = GatewayProcess.demo(directory)) {
                assertThat(say(gateway, "Message " + turn + ".").at("/turn")).isEqualTo(Integer.toString(turn));
                gateway.kill();
            }
        }
    }

    @Test
    void ends_by_itself_on_sigterm() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.demo(directory)) {
            say(gateway, "Hi.");

            assertThat(gateway.terminate()).isZero();
        }
    }

    @Test
    void says_in_plain_words_where_it_listens_and_what_to_try() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.demo(directory)) {
            assertThat(gateway.welcome())
                    .contains("is running", "simulator", "SQLite", "/metrics", "curl -s " + gateway.doors());
            assertThat(get(gateway, "/metrics").body()).contains("backstory_requests_total");
            assertThat(get(gateway, "/healthz").status()).isEqualTo(200);
            assertThat(get(gateway, "/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    void refuses_a_second_process_on_the_same_file() throws Exception {
        try (GatewayProcess running = GatewayProcess.demo(directory)) {
            Path config = Files.writeString(
                    directory.resolve("other.yaml"),
                    """
                    version: 1
                    server: {listen: '127.0.0.1:0', management: '127.0.0.1:0'}
                    providers: {simulator: {dialect: simulator, models: {m: {contextWindow: 8000, maxOutput: 1000}}}}
                    routes: {default: {targets: [simulator/m]}}
                    """);

            GatewayProcess.Finished second = GatewayProcess.run(directory, "run", "--config", config.toString());

            assertThat(second.status()).isEqualTo(1);
            assertThat(second.output()).contains("backstory.db");
            assertThat(say(running, "Still here?").status()).isEqualTo(200);
        }
    }

    @Test
    void says_on_one_line_why_it_cannot_start() throws Exception {
        try (GatewayProcess running = GatewayProcess.demo(directory)) {
            Path config = Files.writeString(
                    directory.resolve("taken.yaml"),
                    SIMULATOR.formatted(running.doors().getPort(), "info") + "sessions: {store: {type: memory}}\n");

            GatewayProcess.Finished second = GatewayProcess.run(directory, "run", "--config", config.toString());

            assertThat(second.status()).isEqualTo(1);
            assertThat(second.output().strip().lines())
                    .singleElement(as(STRING))
                    .startsWith("The gateway could not start: cannot listen on "
                            + running.doors().getAuthority());
        }
    }

    @Test
    void logs_as_much_as_the_configuration_says() throws Exception {
        for (String level : List.of("warn", "error")) {
            Path own = Files.createDirectory(directory.resolve(level));
            try (GatewayProcess gateway = GatewayProcess.configured(own, SIMULATOR.formatted(0, level))) {
                assertThat(say(gateway, "Hi.").status()).isEqualTo(502);
                gateway.terminate();
            }
            assertThat(Files.readString(own.resolve("stderr.log")).contains("WARN"))
                    .as(level)
                    .isEqualTo(level.equals("warn"));
        }
    }

    @Test
    void starts_without_a_word_on_stderr() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.demo(directory)) {
            say(gateway, "Hi.");
            gateway.terminate();
        }
        assertThat(directory.resolve("stderr.log")).isEmptyFile();
    }

    @Test
    void checks_a_configuration_and_names_every_problem() throws Exception {
        Path config = Files.writeString(
                directory.resolve("bad.yaml"),
                """
                version: 1
                providers:
                  a:
                    dialct: openai-chat
                routes:
                  default: {targets: [b/c]}
                """);

        GatewayProcess.Finished check = GatewayProcess.run(directory, "check", config.toString());

        assertThat(check.status()).isEqualTo(1);
        assertThat(check.output()).contains("line 4", "Did you mean \"dialect\"?", "routes.default.targets[0]");
    }

    @Test
    void explains_itself() throws Exception {
        assertThat(GatewayProcess.run(directory, "--help").output()).contains("usage:", "check FILE");
        assertThat(GatewayProcess.run(directory, "version").output()).startsWith("backstory 0.");
        assertThat(GatewayProcess.run(directory, "rnu").status()).isEqualTo(2);
    }

    private static Reply say(GatewayProcess gateway, String message) throws IOException {
        return RunningGateway.send(HttpRequest.newBuilder(gateway.doors().resolve("/chat"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"sessionId\":\"demo\",\"newMessage\":\"" + message + "\"}")));
    }

    private static Reply get(GatewayProcess gateway, String path) {
        return RunningGateway.send(HttpRequest.newBuilder(gateway.management().resolve(path)));
    }
}
