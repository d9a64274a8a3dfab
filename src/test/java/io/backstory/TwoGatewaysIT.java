package io.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.RedisServers;
import io.backstory.config.Secret;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.testing.RedisProcess;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several gateways, one memory. */
class TwoGatewaysIT {

    @Test
    void a_conversation_goes_on_at_another_gateway(@TempDir Path directory) throws IOException {
        try (RedisProcess redis = RedisProcess.start(directory);
                RunningGateway one = gateway(redis);
                RunningGateway other = gateway(redis)) {
            say(one, "My name is Ada.");
            say(other, "What is my name?");
            assertThat(other.provider().lastRequest().body().toString()).contains("My name is Ada.");

            say(one, "And now?");
            assertThat(one.provider().lastRequest().body().toString())
                    .contains("My name is Ada.")
                    .contains("What is my name?");
            assertThat(other.get("/v1/sessions/shared").status()).isEqualTo(200);
            assertThat(one.management("/metrics").body())
                    .contains("store=\"redis\"")
                    .contains("backstory_store_reply_mismatch_total 0.0");
            assertThat(one.management("/readyz").status()).isEqualTo(200);
            redis.kill();
            assertThat(one.management("/readyz").status()).isEqualTo(503);
            assertThat(one.post("/v1/chat", "{\"sessionId\":\"shared\",\"newMessage\":\"Still there?\"}")
                            .status())
                    .isEqualTo(503);
        }
    }

    @Test
    void a_request_is_recognised_at_another_gateway(@TempDir Path directory) throws IOException {
        String request = "{\"sessionId\":\"shared\",\"newMessage\":\"Hi.\"}";
        String plain = "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi.\"}]}";
        try (RedisProcess redis = RedisProcess.start(directory);
                RunningGateway one = gateway(redis);
                RunningGateway other = gateway(redis)) {
            Reply first = one.post("/v1/chat", request, "Idempotency-Key", "k");
            Reply again = other.post("/v1/chat", request, "Idempotency-Key", "k");
            assertThat(again.body()).isEqualTo(first.body().replace("\"replayed\":false", "\"replayed\":true"));
            Reply passed = one.post("/v1/chat/completions", plain, "Idempotency-Key", "k");
            assertThat(other.post("/v1/chat/completions", plain, "Idempotency-Key", "k")
                            .body())
                    .isEqualTo(passed.body());

            assertThat(other.provider().requests()).isEmpty();
            assertThat(one.get("/v1/sessions").json().at("/data")).hasSize(1);
        }
    }

    private static void say(RunningGateway gateway, String message) {
        assertThat(gateway.post("/v1/chat", "{\"sessionId\":\"shared\",\"newMessage\":\"" + message + "\"}")
                        .status())
                .isEqualTo(200);
    }

    private static RunningGateway gateway(RedisProcess redis) {
        StoreConfig store = new StoreConfig.Redis(
                RedisServers.at("127.0.0.1", redis.port()), false, "", new Secret(""), Duration.ofSeconds(1), Ack.DISK);
        return RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withStore(store));
    }
}
