package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.FakeProvider;
import io.backstory.testing.Replies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients of both doors see of a provider's failure, whichever format the provider speaks. */
class FailureConformanceTest {
    private static final String BEGUN_CHAT =
            "data: {\"id\":\"x\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Half\"}}]}\n\n";
    private static final String BEGUN_MESSAGES = "event: message_start\n"
            + "data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\","
            + "\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
            + "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}\n\n"
            + "event: content_block_start\n"
            + "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
            + "event: content_block_delta\n"
            + "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Half\"}}\n\n";
    private static final String OVERLOADED_CHAT =
            "data: {\"error\":{\"message\":\"busy\",\"type\":\"x\",\"code\":\"server_is_overloaded\"}}\n\n";
    private static final String OVERLOADED_MESSAGES = "event: error\n"
            + "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}\n\n";

    @ParameterizedTest
    @CsvSource({"OPENAI,NATIVE", "OPENAI,COMPLETIONS", "ANTHROPIC,NATIVE", "ANTHROPIC,COMPLETIONS"})
    void c21_a_rejected_key_is_a_502_that_shows_neither_key_nor_body(Wire wire, Door door) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider().reply(rejection(), rejection());

            for (boolean stream : new boolean[] {false, true}) {
                Reply reply = door.ask(gateway, stream);

                assertThat(reply.status()).isEqualTo(502);
                assertThat(reply.at(door.code)).isEqualTo("upstream_auth_failed");
                assertThat(reply.body()).doesNotContain("canary", "said by the provider");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"OPENAI,NATIVE", "OPENAI,COMPLETIONS", "ANTHROPIC,NATIVE", "ANTHROPIC,COMPLETIONS"})
    void c18_a_stream_without_its_last_event_is_an_error_and_stores_nothing(Wire wire, Door door) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            String begun = wire == Wire.OPENAI ? BEGUN_CHAT : BEGUN_MESSAGES;
            gateway.provider().reply(Replies.chunks(begun));

            assertBroken(gateway, door, door.ask(gateway, true), "upstream_error");
        }
    }

    @ParameterizedTest
    @CsvSource({"OPENAI,NATIVE", "OPENAI,COMPLETIONS", "ANTHROPIC,NATIVE", "ANTHROPIC,COMPLETIONS"})
    void c48_an_error_in_the_middle_has_the_doors_own_code(Wire wire, Door door) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider()
                    .reply(
                            wire == Wire.OPENAI
                                    ? Replies.chunks(BEGUN_CHAT, OVERLOADED_CHAT)
                                    : Replies.chunks(BEGUN_MESSAGES, OVERLOADED_MESSAGES));

            assertBroken(gateway, door, door.ask(gateway, true), "upstream_overloaded");
        }
    }

    private static void assertBroken(RunningGateway gateway, Door door, Reply reply, String code) {
        String last = reply.events().get(reply.events().size() - 1);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).contains("Half").doesNotContain("[DONE]", "event: done", "\"finish_reason\":\"stop\"");
        assertThat(Reply.parse(last).at(door.codeInStream).asText()).isEqualTo(code);
        assertThat(reply.events().subList(0, reply.events().size() - 1))
                .allMatch(event -> !Reply.parse(event).has("error"));
        assertThat(gateway.get("/v1/sessions/s").status()).isEqualTo(404);
        assertThat(door.ask(gateway, false).status()).isEqualTo(200);
    }

    private static FakeProvider.Reply rejection() {
        return Replies.error(
                401,
                "{\"error\":{\"type\":\"authentication_error\",\"message\":\"said by the provider: provider-key-canary\"}}");
    }

    /** The doors, each with its own shape of an error. */
    enum Door {
        NATIVE("/chat", "\"sessionId\":\"s\",\"newMessage\":\"Hi.\"", "/code", "/problem/code"),
        COMPLETIONS(
                "/v1/chat/completions",
                "\"model\":\"default\",\"session_id\":\"s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi.\"}]",
                "/error/code",
                "/error/code");

        private final String path;
        private final String members;
        private final String code;
        private final String codeInStream;

        Door(String path, String members, String code, String codeInStream) {
            this.path = path;
            this.members = members;
            this.code = code;
            this.codeInStream = codeInStream;
        }

        Reply ask(RunningGateway gateway, boolean stream) {
            return gateway.post(path, "{" + members + ",\"stream\":" + stream + "}");
        }
    }
}
