package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstory.testing.Replies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of an answer that is given once more, and which requests count as the same. */
class ReplayTest {
    private static final String KEY = "Idempotency-Key";
    private static final String COMPLETIONS = "/v1/chat/completions";
    private static final String PLAIN =
            "{\"model\":\"default\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi.\"}]}";

    @ParameterizedTest
    @CsvSource({"OPENAI,false", "OPENAI,true", "ANTHROPIC,false", "ANTHROPIC,true"})
    void a_stream_replays_to_the_same_end_whatever_the_first_answer_was(Wire wire, boolean firstIsStream) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider().reply(wire.text("Two words"));
            RepeatDoor door = RepeatDoor.NATIVE;
            Reply first = firstIsStream ? door.stream(gateway, "Hi.", KEY, "k") : door.ask(gateway, "Hi.", KEY, "k");
            Reply again = door.stream(gateway, "Hi.", KEY, "k");

            List<String> events = again.events();
            assertThat(again.header("x-backstory-replayed")).isEqualTo("true");
            assertThat(events).hasSize(3);
            assertThat(Reply.parse(events.get(1)).at("/text").asText()).isEqualTo("Two words");
            JsonNode original = firstIsStream
                    ? Reply.parse(first.events().get(first.events().size() - 1))
                    : first.json();
            assertThat(answer(Reply.parse(events.get(2)))).isEqualTo(answer(original));
            assertThat(gateway.provider().requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void chunks_replay_with_their_finish_their_usage_and_their_marker(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider().reply(wire.toolCall("call_7", "look", "{\"a\":1}"));
            Reply json = RepeatDoor.COMPLETIONS.ask(gateway, "Hi.", KEY, "k");
            Reply stream = RepeatDoor.COMPLETIONS.stream(gateway, "Hi.", KEY, "k");

            assertThat(stream.body())
                    .contains("\"finish_reason\":\"tool_calls\"", "call_7", "{\\\"a\\\":1}")
                    .endsWith("data: [DONE]\n\n");
            assertThat(Reply.parse(stream.events().get(0)).at("/id").asText()).isEqualTo(json.at("/id"));
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void json_replays_what_was_first_streamed(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            gateway.provider().reply(wire.text("Two words"));
            RepeatDoor.COMPLETIONS.stream(gateway, "Hi.", KEY, "k");
            Reply json = RepeatDoor.COMPLETIONS.ask(gateway, "Hi.", KEY, "k");

            assertThat(json.header("x-backstory-replayed")).isEqualTo("true");
            assertThat(json.at("/choices/0/message/content")).isEqualTo("Two words");
            assertThat(json.at("/choices/0/finish_reason")).isEqualTo("stop");
        }
    }

    @Test
    void members_nobody_knows_replay_with_the_rest() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            gateway.provider()
                    .reply(Replies.json("{\"id\":\"c\",\"system_fingerprint\":\"fp_1\",\"choices\":[{\"index\":0,"
                            + "\"message\":{\"role\":\"assistant\",\"content\":\"Hi.\",\"mood\":\"good\"},"
                            + "\"finish_reason\":\"length\",\"odd\":[1]}],\"usage\":{\"prompt_tokens\":3,"
                            + "\"completion_tokens\":4,\"total_tokens\":7,\"queue_time\":0.5}}"));
            Reply first = RepeatDoor.COMPLETIONS.ask(gateway, "Hi.", KEY, "k");

            assertThat(first.body()).contains("fp_1", "mood", "odd", "queue_time");
            assertThat(RepeatDoor.COMPLETIONS.ask(gateway, "Hi.", KEY, "k").body())
                    .isEqualTo(first.body());
        }
    }

    @Test
    void the_order_of_members_and_the_form_of_the_answer_do_not_make_another_request() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Hi\\u002e\"}", KEY, "k");
            Reply again = gateway.post(
                    "/chat",
                    "{ \"idempotencyKey\": \"k\", \"stream\": false,\n \"newMessage\": \"Hi.\", \"sessionId\": \"s\" }");

            assertThat(again.header("x-backstory-replayed")).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "é", ""})
    void a_key_is_visible_ascii(String key) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            Reply reply = gateway.post(
                    "/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Hi.\",\"idempotencyKey\":\"" + key + "\"}");

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.at("/code")).isEqualTo("invalid_idempotency_key");
            assertThat(reply.at("/param")).isEqualTo("idempotencyKey");
        }
    }

    @Test
    void a_request_has_one_key_of_at_most_255_characters() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            String longest = "k".repeat(255);
            assertThat(RepeatDoor.COMPLETIONS.ask(gateway, "Hi.", KEY, longest).status())
                    .isEqualTo(200);
            Reply tooLong = RepeatDoor.COMPLETIONS.ask(gateway, "Hi.", KEY, longest + "k");
            assertThat(tooLong.status()).isEqualTo(400);
            assertThat(tooLong.at("/error/code")).isEqualTo("invalid_idempotency_key");
            Reply two = gateway.post(
                    "/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Hi.\",\"idempotencyKey\":\"a\"}", KEY, "b");
            assertThat(two.at("/code")).isEqualTo("invalid_idempotency_key");
        }
    }

    @ParameterizedTest
    @EnumSource(Wire.class)
    void a_request_without_a_session_replays_by_its_key_alone(Wire wire) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            Reply first = gateway.post(COMPLETIONS, PLAIN, KEY, "k");
            Reply again = gateway.post(COMPLETIONS, PLAIN, KEY, "k");

            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.header("x-backstory-replayed")).isEqualTo("true");
            assertThat(again.header("x-backstory-session")).isNull();
            assertThat(gateway.provider().requests()).hasSize(1);
            assertThat(gateway.get("/v1/sessions").json().at("/data")).isEmpty();
            assertThat(gateway.post(COMPLETIONS, PLAIN.replace("Hi.", "Bye."), KEY, "k")
                            .status())
                    .isEqualTo(422);
        }
    }

    @Test
    void a_request_without_session_and_key_is_never_replayed() {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            gateway.post(COMPLETIONS, PLAIN);
            Reply again = gateway.post(COMPLETIONS, PLAIN, "x-stainless-retry-count", "1");

            assertThat(again.header("x-backstory-replayed")).isNull();
            assertThat(gateway.provider().requests()).hasSize(2);
        }
    }

    private static ObjectNode answer(JsonNode whole) {
        ObjectNode answer = whole.deepCopy();
        answer.remove(List.of("replayed", "type"));
        return answer;
    }
}
