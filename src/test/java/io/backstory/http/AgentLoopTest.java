package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentLoopTest {
    private static final String TOOLS =
            "\"tools\":[{\"name\":\"read_file\",\"parameters\":{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}}]";

    // C31
    @ParameterizedTest
    @EnumSource(Wire.class)
    void goes_on_when_a_thin_client_sends_only_the_tool_result(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider()
                    .reply(wire.toolCall("call_9", "read_file", "{\"path\":\"pom.xml\"}"), wire.text("It is a pom."));

            Reply call = gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"What is it?\"," + TOOLS + "}");
            assertThat(call.at("/finishReason")).isEqualTo("toolCalls");
            assertThat(call.at("/toolCalls/0/arguments/path")).isEqualTo("pom.xml");

            Reply answer = gateway.post(
                    "/chat",
                    "{\"sessionId\":\"s\",\"toolResults\":[{\"callId\":\"" + call.at("/toolCalls/0/callId")
                            + "\",\"output\":\"<project/>\"}]}");
            assertThat(answer.at("/response")).isEqualTo("It is a pom.");
            assertThat(gateway.provider().lastRequest().body().toString())
                    .contains("What is it?", "call_9", "<project/>", "read_file");
        }
    }

    // C43
    @ParameterizedTest
    @EnumSource(Wire.class)
    void goes_on_when_an_openai_client_sends_only_the_tool_message(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider()
                    .reply(wire.toolCall("call_9", "read_file", "{\"path\":\"pom.xml\"}"), wire.text("It is a pom."));
            String tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"read_file\"}}]";

            JsonNode call = gateway.post(
                            "/v1/chat/completions",
                            "{\"model\":\"default\"," + tools
                                    + ",\"messages\":[{\"role\":\"user\",\"content\":\"What is it?\"}]}",
                            "x-session-id",
                            "s")
                    .json()
                    .at("/choices/0/message/tool_calls/0");
            assertThat(call.at("/function/arguments").asText()).isEqualTo("{\"path\":\"pom.xml\"}");

            Reply answer = gateway.post(
                    "/v1/chat/completions",
                    "{\"model\":\"default\"," + tools + ",\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\""
                            + call.at("/id").asText() + "\",\"content\":\"<project/>\"}]}",
                    "x-session-id",
                    "s");
            assertThat(answer.at("/choices/0/message/content")).isEqualTo("It is a pom.");
        }
    }
}
