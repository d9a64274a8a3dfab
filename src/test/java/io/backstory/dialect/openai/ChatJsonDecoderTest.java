package io.backstory.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatJsonDecoderTest {

    static Stream<String> replies() {
        return Wire.files(".response.json");
    }

    @ParameterizedTest
    @MethodSource("replies")
    void reads_what_was_recorded_wherever_it_is_cut(String file) {
        byte[] body = Wire.bytes(file).unsafeArray();
        List<ChatEvent> events = Wire.decode(false, body);
        JsonNode message = Wire.json(file).path("choices").path(0).path("message");

        assertThat(Wire.finished(events).message().joinedText())
                .isEqualTo(message.path("content").asText(""));
        assertThat(Wire.finished(events).message().toolCalls())
                .hasSize(message.path("tool_calls").size());
        assertThat(events.get(0)).isEqualTo(new ChatEvent.Native("openai-chat", Wire.bytes(file)));
        assertThat(Wire.decode(false, Arrays.copyOf(body, 100), Arrays.copyOfRange(body, 100, body.length)))
                .isEqualTo(events);
        ChatToolCallsTest.assertInARow(events);
    }

    @Test
    void sends_back_what_the_provider_wrote_without_what_nobody_takes_back() {
        String message = "{ \"content\" : \"a\\u0062\",\"refusal\":null,\"annotations\":[],\"tool_calls\":[ ],"
                + "\"audio\":{\"id\":\"x\"},\"reasoning_content\":\"r\",\"own\":{ \"k\":1.50 },\"role\":\"assistant\"}";

        assertThat(Wire.sentBack(reply(message)).utf8())
                .isEqualTo("{\"content\":\"a\\u0062\",\"reasoning_content\":\"r\",\"own\":{ \"k\":1.50 },"
                        + "\"role\":\"assistant\"}");
    }

    @Test
    void keeps_the_exact_text_of_arguments() {
        String arguments = "{\\\"b\\\": 1.0,  \\\"a\\\":\\\"\\\\u00e9\\\"}";
        List<ChatEvent> events = reply("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c\","
                + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"" + arguments + "\"}}]}");

        assertThat(Wire.finished(events).message().toolCalls())
                .containsExactly(new Content.ToolCall("c", "f", "{\"b\": 1.0,  \"a\":\"\\u00e9\"}"));
        assertThat(Wire.sentBack(events).utf8()).contains(arguments);
        assertThat(Wire.finished(events).reason()).isEqualTo(FinishReason.TOOL_CALLS);
    }

    @Test
    void a_refusal_is_an_ordinary_reply_and_goes_back_as_a_part() {
        List<ChatEvent> events = Wire.decode(
                false, Wire.bytes("openai-chat/07_refusal.response.json").unsafeArray());

        assertThat(Wire.finished(events).reason()).isEqualTo(FinishReason.STOP);
        assertThat(Wire.blocks(Content.Refusal.class, events))
                .containsExactly(new Content.Refusal("I can't help with forging a customs seal."));
        assertThat(Wire.sentBack(events).utf8())
                .isEqualTo("{\"role\":\"assistant\",\"content\":[{\"type\":\"refusal\","
                        + "\"refusal\":\"I can't help with forging a customs seal.\"}]}");
    }

    @Test
    void an_empty_reply_has_nothing_to_send_back() {
        assertThat(Wire.finished(reply("{\"role\":\"assistant\",\"content\":\"\"}"))
                        .message()
                        .verbatim())
                .isNull();
    }

    @Test
    void reads_reasoning_before_the_answer() {
        List<ChatEvent> events =
                reply("{\"role\":\"assistant\",\"content\":\"yes\",\"reasoning\":\"hm\",\"reasoning_content\":null}");

        assertThat(Wire.finished(events).message().content())
                .containsExactly(new Content.Reasoning("hm", null), new Content.Text("yes"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"choices\":[]}",
                "{\"choices\":[{\"message\":\"x\"}]}",
                "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
                "<html>",
                "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}x"
            })
    void what_is_no_whole_reply_is_broken(String body) {
        assertThatThrownBy(() -> Wire.decode(false, body.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UPSTREAM_MALFORMED));
    }

    @Test
    void an_error_under_a_good_status_is_an_error() {
        assertThatThrownBy(() -> Wire.decode(false, "{\"error\":{\"code\":502,\"message\":\"x\"}}".getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UPSTREAM_ERROR));
    }

    @Test
    void a_body_beyond_32_mebibytes_is_broken() {
        byte[] chunk = new byte[16 << 20];

        assertThatThrownBy(() -> Wire.decode(false, chunk, chunk, new byte[1])).hasMessageContaining("too large");
    }

    private static List<ChatEvent> reply(String message) {
        String body = "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":" + message
                + ",\"finish_reason\":\"stop\"}]}";
        return Wire.decode(false, body.getBytes(UTF_8));
    }
}
