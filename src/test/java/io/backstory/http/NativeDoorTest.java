package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativeDoorTest {
    private final RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI);

    @AfterEach
    void stop() {
        gateway.close();
    }

    // C23
    @Test
    void sends_the_first_exchange_along_with_the_second_message() {
        gateway.provider().reply(Wire.OPENAI.text("Hello, Ada."), Wire.OPENAI.text("Ada."));

        gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"My name is Ada.\"}");
        Reply second = gateway.post("/v1/chat", "{\"sessionId\":\"s\",\"newMessage\":\"What is my name?\"}");

        assertThat(second.at("/response")).isEqualTo("Ada.");
        assertThat(prompt())
                .containsExactly("user: My name is Ada.", "assistant: Hello, Ada.", "user: What is my name?");
    }

    // C24
    @Test
    void answers_with_every_member_of_the_reply() {
        Reply reply = gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Hi.\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.json().fieldNames())
                .toIterable()
                .contains(
                        "response",
                        "sessionId",
                        "turn",
                        "responseId",
                        "status",
                        "finishReason",
                        "toolCalls",
                        "model",
                        "upstream",
                        "usage",
                        "context",
                        "replayed",
                        "createdAt");
        assertThat(reply.at("/model")).isEqualTo("default");
        assertThat(reply.at("/upstream/model")).isEqualTo("large-1");
        assertThat(reply.at("/responseId")).matches("resp_[A-Za-z0-9_-]{38}");
        assertThat(reply.header("x-backstory-session")).isEqualTo("s");
        assertThat(reply.header("x-backstory-turn")).isEqualTo("1");
    }

    // C24
    @Test
    void counts_turns_from_one_and_keeps_sessions_apart() {
        assertThat(say("a", "Hi.").at("/turn")).isEqualTo("1");
        assertThat(say("a", "Hi.").at("/turn")).isEqualTo("2");
        assertThat(say("b", "Hi.").at("/turn")).isEqualTo("1");
        assertThat(prompt()).containsExactly("user: Hi.");
    }

    @Test
    void takes_the_session_from_the_header_as_well() {
        Reply reply = gateway.post("/chat", "{\"newMessage\":\"Hi.\"}", "x-session-id", "from-header");

        assertThat(reply.at("/sessionId")).isEqualTo("from-header");
    }

    @Test
    void streams_start_words_and_done() {
        gateway.provider().reply(Wire.OPENAI.text("Two words"));

        Reply reply = gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Hi.\",\"stream\":true}");

        List<JsonNode> events = reply.events().stream().map(Reply::parse).toList();
        assertThat(reply.header("content-type")).isEqualTo("text/event-stream");
        assertThat(events.get(0).at("/type").asText()).isEqualTo("start");
        assertThat(events.get(events.size() - 1).at("/type").asText()).isEqualTo("done");
        assertThat(events.get(events.size() - 1).at("/response").asText()).isEqualTo("Two words");
        assertThat(events.stream()
                        .filter(event -> event.at("/type").asText().equals("delta"))
                        .map(event -> event.at("/text").asText())
                        .reduce("", String::concat))
                .isEqualTo("Two words");
    }

    @Test
    void remembers_what_was_streamed() {
        gateway.provider().reply(Wire.OPENAI.text("Noted."));

        gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Remember.\",\"stream\":true}");
        say("s", "And?");

        assertThat(prompt()).containsExactly("user: Remember.", "assistant: Noted.", "user: And?");
    }

    // C27
    @Test
    void packs_context_before_the_message() {
        gateway.post(
                "/chat",
                "{\"sessionId\":\"s\",\"newMessage\":\"Why?\",\"context\":[{\"name\":\"a.log\",\"kind\":\"log\",\"content\":\"boom\"}]}");

        String body = gateway.provider().lastRequest().body().toString();
        assertThat(body).contains("[attachment 1/1 \\\"a.log\\\" ", "boom");
        assertThat(body.indexOf("boom")).isLessThan(body.indexOf("Why?"));
    }

    // C34
    @Test
    void keeps_instructions_and_tools_until_they_are_replaced_or_cleared() {
        gateway.post(
                "/chat",
                "{\"sessionId\":\"s\",\"newMessage\":\"1\",\"instructions\":\"Be brief.\",\"tools\":[{\"name\":\"look\"}]}");
        say("s", "2");
        assertThat(prompt().get(0)).isEqualTo("system: Be brief.");
        assertThat(lastBody().at("/tools/0/function/name").asText()).isEqualTo("look");

        gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"3\",\"instructions\":null,\"tools\":[]}");
        say("s", "4");
        assertThat(prompt().get(0)).isEqualTo("user: 1");
        assertThat(lastBody().has("tools")).isFalse();
    }

    // C32
    @Test
    void answers_open_calls_itself_when_the_user_speaks_instead() {
        gateway.provider().reply(Wire.OPENAI.toolCall("call_1", "look", "{}"));
        gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Look.\",\"tools\":[{\"name\":\"look\"}]}");

        Reply reply = say("s", "Never mind.");

        assertThat(reply.at("/context/synthesizedResults/0")).isEqualTo("call_1");
        assertThat(prompt().get(2)).startsWith("tool: ").contains("[no result: user sent a new message]");
        say("s", "Go on.");
        assertThat(prompt().get(2)).contains("[no result: user sent a new message]");
        assertThat(gateway.get("/v1/sessions/s/items").body()).doesNotContain("no result");
    }

    // C36
    @Test
    void refuses_another_head_than_the_expected_one() {
        say("s", "Hi.");

        Reply reply = gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Hi.\",\"expectedTurn\":0}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.at("/code")).isEqualTo("turn_conflict");
        assertThat(reply.at("/currentTurn")).isEqualTo("1");
        assertThat(gateway.provider().requests()).hasSize(1);
    }

    @Test
    void cuts_whole_turns_when_the_budget_is_exceeded_and_keeps_the_log() {
        RunningGateway small = RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withBudget(1_000));
        try (small) {
            String filler = "word ".repeat(100);
            for (int i = 1; i <= 20; i++) {
                Reply reply = small.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"" + i + " " + filler + "\"}");
                assertThat(reply.json().at("/context/tokens").asInt()).isLessThanOrEqualTo(1_000);
            }
            Reply last = small.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Last.\"}");

            assertThat(last.json().at("/context/droppedTurns").asInt()).isPositive();
            assertThat(last.header("x-backstory-epoch")).isNotEqualTo("0");
            assertThat(small.get("/v1/sessions/s").at("/turns")).isEqualTo("21");
        }
    }

    private Reply say(String session, String message) {
        return gateway.post("/chat", "{\"sessionId\":\"" + session + "\",\"newMessage\":\"" + message + "\"}");
    }

    private JsonNode lastBody() {
        return Reply.parse(gateway.provider().lastRequest().body().toString());
    }

    private List<String> prompt() {
        return Prompts.openAi(lastBody());
    }
}
