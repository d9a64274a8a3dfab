package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.RedisServers;
import io.backstory.config.Secret;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.testing.OpenAiReplies;
import io.backstory.testing.RedisProcess;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose Redis goes away and comes back. */
class StoreOutageIT {
    private static final String SAY = "{\"sessionId\":\"s\",\"newMessage\":\"Hi.\"}";

    /** The 1.5 s of the promise, and as much again for a busy machine. */
    private static final Duration PROMISED = Duration.ofSeconds(3);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path directory;

    @Test
    void c15_without_its_store_a_turn_is_refused_in_time_and_no_provider_is_asked() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory);
                RunningGateway gateway = gateway(redis)) {
            assertThat(gateway.post("/chat", SAY).status()).isEqualTo(200);
            redis.kill();

            assertRefused(gateway);
            assertThat(gateway.provider().requests()).hasSize(1);
            redis.startAgain();
            Awaited.until(() -> gateway.post("/chat", SAY).status() == 200);
        }
    }

    @Test
    void c15_a_store_that_is_silent_is_no_better_than_none() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory);
                RunningGateway gateway = gateway(redis)) {
            assertThat(gateway.post("/chat", SAY).status()).isEqualTo(200);
            redis.pause();

            assertRefused(gateway);
            assertThat(gateway.provider().requests()).hasSize(1);
            redis.resume();
            Awaited.until(() -> gateway.post("/chat", SAY).status() == 200);
        }
    }

    @Test
    void an_answer_under_way_is_held_back_until_it_is_stored() throws Exception {
        HeldReply held = new HeldReply(OpenAiReplies.text("Late."));
        try (RedisProcess redis = RedisProcess.start(directory);
                RunningGateway gateway = gateway(redis)) {
            gateway.provider().reply(held);
            CompletableFuture<Reply> running = held.whileHeld(() -> gateway.post("/chat", SAY));
            redis.kill();
            assertRefused(gateway);
            held.release();
            redis.startAgain();

            assertThat(running.get().status()).isEqualTo(200);
            assertThat(gateway.get("/v1/sessions/s").at("/turns")).isEqualTo("1");
        }
    }

    /** Often enough that the later ones are refused without waiting; a late answer fails the test by itself. */
    private void assertRefused(RunningGateway gateway) throws Exception {
        for (String path : List.of("/chat", "/v1/chat", "/chat", "/v1/chat", "/chat", "/v1/chat", "/chat")) {
            HttpRequest request = HttpRequest.newBuilder(gateway.url(path))
                    .header("content-type", "application/json")
                    .timeout(PROMISED)
                    .POST(HttpRequest.BodyPublishers.ofString(SAY.replace("\"s\"", "\"other\"")))
                    .build();
            Reply refused = new Reply(client.send(request, HttpResponse.BodyHandlers.ofString()));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.at("/code")).isEqualTo("store_unavailable");
            assertThat(refused.header("x-should-retry")).isEqualTo("true");
            assertThat(Integer.parseInt(String.valueOf(refused.header("retry-after-ms"))))
                    .isBetween(750, 1250);
        }
    }

    private static RunningGateway gateway(RedisProcess redis) {
        StoreConfig store = new StoreConfig.Redis(
                RedisServers.at("127.0.0.1", redis.port()),
                false,
                "",
                new Secret(""),
                Duration.ofMillis(500),
                Ack.DISK);
        return RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withStore(store));
    }
}
