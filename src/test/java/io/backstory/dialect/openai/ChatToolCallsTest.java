package io.backstory.dialect.openai;

import static io.backstory.dialect.openai.Wire.delta;
import static io.backstory.dialect.openai.Wire.finish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content.ToolCall;
import io.backstory.chat.FinishReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tool calls as OpenAI and its look-alikes stream them. */
class ChatToolCallsTest {
    private static final ToolCall A = new ToolCall("a", "f", "{\"x\":1}");
    private static final ToolCall B = new ToolCall("b", "g", "{\"y\":2}");

    @Test
    void calls_that_come_one_after_another_pass_straight_through() {
        List<ChatEvent> events =
                calls(start(0, "a", "f"), more(0, "{\"x\":"), more(0, "1}"), start(1, "b", "g"), more(1, "{\"y\":2}"));

        assertThat(Wire.withoutNative(events).subList(1, 8))
                .containsExactly(
                        new ChatEvent.ToolCallStarted(0, "a", "f"),
                        new ChatEvent.ToolCallDelta(0, "{\"x\":"),
                        new ChatEvent.ToolCallDelta(0, "1}"),
                        new ChatEvent.BlockEnded(0),
                        new ChatEvent.ToolCallStarted(1, "b", "g"),
                        new ChatEvent.ToolCallDelta(1, "{\"y\":2}"),
                        new ChatEvent.BlockEnded(1));
    }

    @Test
    void calls_that_interleave_are_put_in_a_row() {
        List<ChatEvent> events = calls(
                start(0, "a", "f"),
                start(1, "b", "g"),
                more(0, "{\"x\":"),
                more(1, "{\"y\":"),
                more(0, "1}"),
                more(1, "2}"));

        assertInARow(events);
        assertThat(Wire.blocks(ToolCall.class, events)).containsExactly(A, B);
    }

    @Test
    void a_new_id_on_the_same_index_is_another_call() {
        assertThat(Wire.blocks(ToolCall.class, calls(whole("\"index\":0,", A), whole("\"index\":0,", B))))
                .containsExactly(A, B);
    }

    @Test
    void the_index_may_be_missing() {
        String continued = "{\"id\":\"a\",\"function\":{\"arguments\":\"1}\"}}";
        String unnamed = "{\"function\":{\"arguments\":\"2}\"}}";
        String first = "{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}}";
        String second = "{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"y\\\":\"}}";

        assertThat(Wire.blocks(ToolCall.class, calls(whole("", A), whole("", B))))
                .containsExactly(A, B);
        assertThat(Wire.blocks(ToolCall.class, calls(first, continued, second, unnamed)))
                .containsExactly(A, B);
    }

    @Test
    void the_id_and_the_name_may_be_repeated_on_every_fragment() {
        String again = "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"1}\"}}";

        assertThat(Wire.blocks(ToolCall.class, calls(start(0, "a", "f"), more(0, "{\"x\":"), again)))
                .containsExactly(A);
    }

    @Test
    void whole_calls_without_an_id_get_one_each() {
        String call = "{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
        List<ChatEvent> events = calls(call, call);

        assertThat(Wire.blocks(ToolCall.class, events))
                .containsExactly(new ToolCall("call_c1_0", "f", "{}"), new ToolCall("call_c1_1", "f", "{}"));
        assertThat(Wire.sentBack(events).utf8()).contains("\"id\":\"call_c1_1\"");
    }

    @Test
    void arguments_may_come_as_an_object() {
        String call = "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1}}}";

        assertThat(Wire.blocks(ToolCall.class, calls(call))).containsExactly(A);
    }

    @Test
    void text_after_a_call_opens_a_block_of_its_own() {
        List<ChatEvent> events = Wire.stream(
                delta("{\"tool_calls\":[" + whole("\"index\":0,", A) + "]}"),
                delta("{\"content\":\"so\"}"),
                finish("stop"));

        assertInARow(events);
        assertThat(Wire.finished(events).message().joinedText()).isEqualTo("so");
    }

    @Test
    void calls_tell_the_finish_reason_whatever_the_provider_says() {
        assertThat(Wire.finished(calls(whole("\"index\":0,", A))).reason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(Wire.finished(Wire.stream(delta("{\"content\":\"a\"}"), finish("tool_calls")))
                        .reason())
                .isEqualTo(FinishReason.STOP);
        assertThat(Wire.finished(Wire.stream(delta("{\"tool_calls\":[" + start(0, "a", "f") + "]}"), finish("length")))
                        .reason())
                .isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void a_call_of_a_free_text_tool_goes_back_as_one() {
        String call = "{\"index\":0,\"id\":\"a\",\"type\":\"custom\",\"custom\":{\"name\":\"sh\",\"input\":\"ls\"}}";
        List<ChatEvent> events = calls(call);

        assertThat(Wire.blocks(ToolCall.class, events)).containsExactly(new ToolCall("a", "sh", "ls"));
        assertThat(Wire.sentBack(events).utf8())
                .contains("{\"id\":\"a\",\"type\":\"custom\",\"custom\":{\"name\":\"sh\",\"input\":\"ls\"}}");
    }

    @Test
    void a_call_without_a_name_is_broken() {
        assertThatThrownBy(() -> calls(more(0, "{}"))).hasMessageContaining("no name");
    }

    @Test
    void a_call_that_goes_on_after_the_next_one_began_is_broken() {
        assertThatThrownBy(() -> calls(whole("\"index\":0,", A), start(1, "b", "g"), more(0, "{}")))
                .hasMessageContaining("goes on");
    }

    private static List<ChatEvent> calls(String... fragments) {
        List<String> data = new ArrayList<>();
        for (String fragment : fragments) {
            data.add(delta("{\"tool_calls\":[" + fragment + "]}"));
        }
        data.add(finish("stop"));
        return Wire.stream(data.toArray(String[]::new));
    }

    private static String start(int index, String id, String name) {
        return "{\"index\":" + index + ",\"id\":\"" + id + "\",\"type\":\"function\",\"function\":{\"name\":\"" + name
                + "\",\"arguments\":\"\"}}";
    }

    private static String more(int index, String arguments) {
        return "{\"index\":" + index + ",\"function\":{\"arguments\":\"" + arguments.replace("\"", "\\\"") + "\"}}";
    }

    private static String whole(String index, ToolCall call) {
        return "{" + index + "\"id\":\"" + call.id() + "\",\"function\":{\"name\":\"" + call.name()
                + "\",\"arguments\":\"" + call.arguments().replace("\"", "\\\"") + "\"}}";
    }

    /** Blocks are numbered in order and a block's events stand between the end of the one before it and its own. */
    static void assertInARow(List<ChatEvent> events) {
        int open = 0;
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.TextDelta text) {
                assertThat(text.block()).isEqualTo(open);
            } else if (event instanceof ChatEvent.ToolCallStarted call) {
                assertThat(call.block()).isEqualTo(open);
            } else if (event instanceof ChatEvent.ToolCallDelta more) {
                assertThat(more.block()).isEqualTo(open);
            } else if (event instanceof ChatEvent.BlockEnded end) {
                assertThat(end.block()).isEqualTo(open++);
            }
        }
        assertThat(Wire.finished(events).message().content()).hasSize(open);
    }
}
