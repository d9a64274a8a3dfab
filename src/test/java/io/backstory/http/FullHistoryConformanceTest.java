package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lines of the checklist for clients that send their whole history; C49 is in {@link ChatCompletionsDoorTest}. */
class FullHistoryConformanceTest {
    private final RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI);

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void c50_recognises_the_last_four_messages_of_the_log() {
        for (int i = 1; i <= 3; i++) {
            gateway.provider().reply(Wire.OPENAI.text("Answer " + i));
            send(user("Question " + i));
        }

        Reply reply = send(
                user("Question 2"),
                assistant("Answer 2"),
                user("Question 3"),
                assistant("Answer 3"),
                user("Question 4"));

        assertThat(reply.header("x-backstory-turn")).isEqualTo("4");
        assertThat(prompt()).hasSize(7).doesNotHaveDuplicates().endsWith("user: Question 4");
    }

    @Test
    void c51_recognises_its_own_call_before_the_result() {
        String call =
                "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"{\\\"a\\\": 1}\"}}";
        gateway.provider().reply(Wire.OPENAI.toolCall("call_1", "look", "{\"a\":1}"));
        send(user("Look."));

        Reply reply = send(
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + call + "]}",
                "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"seen\"}");

        assertThat(reply.header("x-backstory-turn")).isEqualTo("2");
        assertThat(prompt()).hasSize(3).endsWith("tool: seen");
    }

    @Test
    void c52_takes_the_same_sentence_twice_for_two_turns() {
        send(user("Hi."));
        send(user("Hi."));

        assertThat(prompt()).containsExactly("user: Hi.", "assistant: Hello.", "user: Hi.");
    }

    @Test
    void c53_imports_a_history_into_an_empty_session() {
        Reply reply = send(user("My name is Ada."), assistant("Hello, Ada."), user("My name?"));

        assertThat(reply.header("x-backstory-turn")).isEqualTo("2");
        assertThat(prompt()).containsExactly("user: My name is Ada.", "assistant: Hello, Ada.", "user: My name?");
    }

    @Test
    void c56_compares_without_white_space_line_ends_and_ids() {
        gateway.provider().reply(Wire.OPENAI.text("One.\nTwo."));
        send(user("Count\\nto two."));

        Reply reply = send(
                user(" Count\\r\\nto two. "),
                "{\"role\":\"assistant\",\"id\":\"m1\",\"reasoning_content\":\"hm\",\"annotations\":[],"
                        + "\"content\":\"One.\\r\\nTwo.\\n\"}",
                user("More."));

        assertThat(reply.header("x-backstory-turn")).isEqualTo("2");
        assertThat(prompt()).hasSize(3);
    }

    private Reply send(String... messages) {
        String body = "{\"model\":\"default\",\"messages\":[" + String.join(",", messages) + "]}";
        Reply reply = gateway.post("/v1/chat/completions", body, "x-session-id", "s");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply;
    }

    private static String user(String text) {
        return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
    }

    private static String assistant(String text) {
        return "{\"role\":\"assistant\",\"content\":\"" + text + "\"}";
    }

    private List<String> prompt() {
        return Prompts.openAi(
                Reply.parse(gateway.provider().lastRequest().body().toString()));
    }
}
