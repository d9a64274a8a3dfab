package io.backstory.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.AuthConfig;
import io.backstory.config.AuthConfig.KeyConfig;
import io.backstory.config.AuthConfig.TenantConfig;
import io.backstory.config.QueueConfig;
import io.backstory.config.QueueConfig.OnBusy;
import io.backstory.testing.Await;
import io.backstory.testing.FakeProvider;
import io.backstory.testing.OpenAiReplies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import io.vertx.core.Promise;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimultaneousTurnsTest {
    private static final String COMPLETIONS = "/v1/chat/completions";
    private static final String MESSAGES =
            "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    @Test
    void of_one_session_are_refused_in_the_way_of_the_door_and_told_when_to_come_back() {
        Promise<Runnable> asked = Promise.promise();
        QueueConfig none = new QueueConfig(Map.of("chat", OnBusy.REJECT), 8, Duration.ofSeconds(30));
        try (RunningGateway gateway =
                RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withQueue(none))) {
            gateway.provider().reply(held(asked));
            CompletableFuture<Reply> first = CompletableFuture.supplyAsync(() -> say(gateway, "s", "First."));
            Runnable release = Await.within(asked.future());

            Reply onNative = say(gateway, "s", "Second.");
            Reply onCompletions = gateway.post(COMPLETIONS, MESSAGES, "x-session-id", "s");
            release.run();

            assertThat(onNative.status()).isEqualTo(409);
            assertThat(onNative.at("/code")).isEqualTo("session_busy");
            assertThat(onCompletions.status()).isEqualTo(400);
            assertThat(onCompletions.at("/error/code")).isEqualTo("conversation_locked");
            for (Reply refused : List.of(onNative, onCompletions)) {
                assertThat(refused.header("x-should-retry")).isEqualTo("true");
                assertThat(Integer.parseInt(String.valueOf(refused.header("retry-after-ms"))))
                        .isBetween(1500, 2500);
            }
            assertThat(first.join().at("/turn")).isEqualTo("1");
            assertThat(say(gateway, "s", "Third.").at("/turn")).isEqualTo("2");
        }
    }

    @Test
    void of_fifty_sessions_each_see_their_own_history_only() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            gateway.provider().byDefault(OpenAiReplies.echo());
            List<CompletableFuture<Reply>> all = IntStream.range(0, 50)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                        say(gateway, "s" + i, "one");
                        say(gateway, "s" + i, "two");
                        return say(gateway, "s" + i, "three " + i);
                    }))
                    .toList();

            for (int i = 0; i < 50; i++) {
                assertThat(all.get(i).join().at("/response")).isEqualTo("5 messages, last: three " + i);
            }
        }
    }

    @Test
    void of_two_tenants_under_one_id_are_two_sessions() {
        AuthConfig auth = new AuthConfig(
                AuthConfig.Mode.KEYS, false, List.of(tenant("acme", "key-a"), tenant("globex", "key-b")));
        try (RunningGateway gateway = RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withAuth(auth))) {
            gateway.provider().byDefault(OpenAiReplies.echo());
            say(gateway, "s", "secret", "authorization", "Bearer key-a");

            Reply other = say(gateway, "s", "hello", "authorization", "Bearer key-b");

            assertThat(other.at("/turn")).isEqualTo("1");
            assertThat(other.at("/response")).isEqualTo("1 messages, last: hello");
            assertThat(gateway.get("/v1/sessions/s/items", "x-api-key", "key-b").body())
                    .doesNotContain("secret");
            assertThat(gateway.get("/v1/sessions/s").status()).isEqualTo(401);
        }
    }

    private static TenantConfig tenant(String id, String key) {
        return new TenantConfig(id, List.of(new KeyConfig(id, sha256(key))), List.of());
    }

    private static String sha256(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static FakeProvider.Reply held(Promise<Runnable> asked) {
        return (request, response) ->
                asked.complete(() -> OpenAiReplies.text("Late.").answer(request, response));
    }

    private static Reply say(RunningGateway gateway, String session, String message, String... headers) {
        return gateway.post("/chat", "{\"sessionId\":\"" + session + "\",\"newMessage\":\"" + message + "\"}", headers);
    }
}
