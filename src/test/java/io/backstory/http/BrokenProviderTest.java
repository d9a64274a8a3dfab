package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.FakeProvider;
import io.backstory.testing.OpenAiReplies;
import io.backstory.testing.Replies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BrokenProviderTest {
    private final RunningGateway gateway =
            RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withPatience(Duration.ofSeconds(1)));

    @AfterEach
    void stop() {
        gateway.close();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                failure("answers 500", Replies.error(500, "{}"), 502, "upstream_error"),
                failure(
                        "rejects the key",
                        OpenAiReplies.error(401, "invalid_api_key", "bad provider-key-canary"),
                        502,
                        "upstream_auth_failed"),
                failure(
                        "is out of money",
                        OpenAiReplies.error(429, "insufficient_quota", "no money"),
                        429,
                        "insufficient_quota"),
                failure(
                        "is busy",
                        OpenAiReplies.error(429, "rate_limit_exceeded", "slow down"),
                        429,
                        "rate_limit_exceeded"),
                failure("hangs up", Replies.hangUp(), 502, "upstream_error"),
                failure("stays silent", Replies.stall(), 504, "upstream_timeout"),
                failure("sends a page", Replies.html(), 502, "upstream_error"),
                failure("sends half a body", Replies.json("{\"id\":\"x\",\"choices\":["), 502, "upstream_error"),
                failure("redirects", Replies.redirect("http://127.0.0.1:1/"), 502, "upstream_error"));
    }

    private static Arguments failure(String what, FakeProvider.Reply reply, int status, String code) {
        return Arguments.of(what, reply, status, code);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void leaves_the_session_unchanged_so_that_the_request_can_be_repeated(
            String what, FakeProvider.Reply failure, int status, String code) {
        String body = "{\"sessionId\":\"s\",\"newMessage\":\"Second.\"}";
        Reply first = gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"First.\"}");
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        gateway.provider().reply(failure);

        Reply refused = gateway.post("/chat", body);

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.at("/code")).isEqualTo(code);
        assertThat(refused.body()).doesNotContain("canary");
        assertThat(gateway.get("/v1/sessions/s").at("/turns")).isEqualTo("1");
        assertThat(gateway.post("/chat", body).at("/turn")).isEqualTo("2");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void answers_a_stream_that_never_began_with_an_ordinary_error(
            String what, FakeProvider.Reply failure, int status, String code) {
        gateway.provider().reply(failure);

        Reply refused = gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"default\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
                "x-session-id",
                "s");

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.at("/error/code")).isEqualTo(code);
        assertThat(gateway.get("/v1/sessions/s").status()).isEqualTo(404);
    }
}
