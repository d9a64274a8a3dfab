package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model behind these gateways writes at most 8,000 tokens. */
class OutputLimitTest {
    private static final String USER = "\"messages\":[{\"role\":\"user\",\"content\":\"Hi.\"}]}";

    @ParameterizedTest
    @CsvSource({
        "OPENAI,,max_completion_tokens,0",
        "OPENAI,100,max_completion_tokens,100",
        "OPENAI,100000,max_completion_tokens,8000",
        "ANTHROPIC,,max_tokens,8000",
        "ANTHROPIC,100,max_tokens,100",
        "ANTHROPIC,100000,max_tokens,8000"
    })
    void of_a_native_request_is_at_most_the_models(Wire wire, Integer asked, String member, int sent) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            String limit = asked == null ? "" : ",\"maxOutputTokens\":" + asked;
            gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Hi.\"" + limit + "}");

            assertThat(body(gateway).path(member).asInt()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI,max_tokens,100000,max_tokens,8000",
        "OPENAI,max_completion_tokens,100000,max_completion_tokens,8000",
        "OPENAI,max_tokens,7,max_tokens,7",
        "OPENAI,seed,7,max_completion_tokens,0",
        "ANTHROPIC,max_tokens,100000,max_tokens,8000",
        "ANTHROPIC,seed,7,max_tokens,8000"
    })
    void of_a_completions_request_is_at_most_the_models(Wire wire, String name, int asked, String member, int sent) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            String request = "{\"model\":\"default\",\"" + name + "\":" + asked + "," + USER;

            gateway.post("/v1/chat/completions", request);
            assertThat(body(gateway).path(member).asInt()).isEqualTo(sent);
            gateway.post("/v1/chat/completions", request, "x-session-id", "s");
            assertThat(body(gateway).path(member).asInt()).isEqualTo(sent);
        }
    }

    private static JsonNode body(RunningGateway gateway) {
        return Reply.parse(gateway.provider().lastRequest().body().toString());
    }
}
