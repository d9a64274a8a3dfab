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
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Turns of one session at two gateways, which do not hear of each other. */
class QueueAcrossGatewaysIT {
    private final HeldReply held = new HeldReply(OpenAiReplies.text("Late."));

    @Test
    void c37_a_turn_waits_for_that_of_another_gateway_and_sees_it(@TempDir Path directory) throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory);
                RunningGateway one = gateway(redis);
                RunningGateway other = gateway(redis)) {
            one.provider().reply(held);
            CompletableFuture<Reply> first = held.whileHeld(() -> say(one, "One."));
            CompletableFuture<Reply> second = CompletableFuture.supplyAsync(() -> say(other, "Two."));
            Awaited.until(() -> refusedBegins(other) > 0);
            assertThat(second).isNotDone();

            held.release();

            assertThat(first.join().at("/turn")).isEqualTo("1");
            assertThat(second.join().at("/turn")).isEqualTo("2");
            assertThat(other.provider().lastRequest().body().toString()).contains("Late.");
            assertThat(other.management("/metrics").body())
                    .contains("backstory_session_conflicts_total{resolution=\"queued\"} 1.0");
        }
    }

    private static long refusedBegins(RunningGateway gateway) {
        return gateway.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("backstory_store_operation_duration_seconds_count")
                        && line.contains("operation=\"begin\"")
                        && line.contains("result=\"conflict\""))
                .count();
    }

    private static Reply say(RunningGateway gateway, String message) {
        return gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"" + message + "\"}");
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
