package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.FakeProvider;
import io.backstory.testing.Replies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A provider takes less than the gateway believes. Its window is 4,000 tokens, that of the configuration 128,000. */
class LengthErrorTest {
    private static final String LONG = "word ".repeat(500);

    @ParameterizedTest
    @CsvSource({"OPENAI,false", "OPENAI,true", "ANTHROPIC,false", "ANTHROPIC,true"})
    void a_prompt_that_is_refused_is_cut_and_sent_again_unseen_by_the_client(Wire wire, boolean stream) {
        try (RunningGateway gateway = afterEightTurns(wire)) {
            gateway.provider().reply(refusal(wire), wire.text("Fine."));

            Reply reply = gateway.post("/chat", turn("And now?", stream));

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).contains("Fine.").doesNotContain("context_length");
            assertThat(sent(gateway, 10).length()).isLessThan(sent(gateway, 9).length());
            assertThat(sent(gateway, 10)).contains("And now?");
            assertThat(gateway.get("/v1/sessions/s").at("/turns")).isEqualTo("9");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void the_next_prompt_keeps_to_what_the_provider_said(Wire wire) {
        try (RunningGateway gateway = afterEightTurns(wire)) {
            gateway.provider().reply(refusal(wire), wire.text("Fine."), wire.text("Fine again."));
            gateway.post("/chat", turn("And now?", false));

            Reply next = gateway.post("/chat", turn(LONG, false));

            assertThat(next.status()).isEqualTo(200);
            assertThat(gateway.provider().requests()).hasSize(11);
            assertThat(Integer.parseInt(next.at("/context/budget"))).isLessThan(4_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void a_second_refusal_reaches_the_client_and_changes_nothing(Wire wire) {
        try (RunningGateway gateway = afterEightTurns(wire)) {
            gateway.provider().reply(refusal(wire), refusal(wire));

            Reply reply = gateway.post("/chat", turn("And now?", false));

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.at("/code")).isEqualTo("context_length_exceeded");
            assertThat(gateway.provider().requests()).hasSize(10);
            assertThat(gateway.get("/v1/sessions/s").at("/turns")).isEqualTo("8");
        }
    }

    private static RunningGateway afterEightTurns(Wire wire) {
        RunningGateway gateway = RunningGateway.inFrontOf(wire);
        for (int i = 0; i < 8; i++) {
            gateway.provider().reply(wire.text("Answer " + i));
            assertThat(gateway.post("/chat", turn(LONG, false)).status()).isEqualTo(200);
        }
        return gateway;
    }

    private static String turn(String message, boolean stream) {
        return "{\"sessionId\":\"s\",\"stream\":" + stream + ",\"newMessage\":\"" + message + "\"}";
    }

    private static FakeProvider.Reply refusal(Wire wire) {
        String message =
                switch (wire) {
                    case OPENAI ->
                        "This model's maximum context length is 4000 tokens. However, your messages resulted"
                                + " in 4300 tokens.";
                    case ANTHROPIC -> "prompt is too long: 4300 tokens > 4000 maximum";
                };
        return Replies.error(
                400,
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"" + message + "\"}}");
    }

    private static String sent(RunningGateway gateway, int call) {
        return gateway.provider().requests().get(call - 1).body().toString();
    }
}
