package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamBlocksTest {

    @Test
    void an_unknown_block_is_kept_whole() {
        String block = "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"s1\",\"content\":[{\"n\":1.50}]}";

        List<ChatEvent> events = stream(start(block) + stop(), "end_turn");

        Content.Opaque opaque = new Content.Opaque("anthropic-messages", "web_search_tool_result", Bytes.utf8(block));
        assertThat(Fixtures.only(ChatEvent.OpaqueBlock.class, events))
                .containsExactly(new ChatEvent.OpaqueBlock(0, opaque));
        assertThat(sentBack(events)).isEqualTo("{\"role\":\"assistant\",\"content\":[" + block + "]}");
    }

    @Test
    void a_server_tools_input_is_put_together() {
        String open = "{\"type\":\"server_tool_use\",\"id\":\"s1\",\"name\":\"web_search\",\"input\":{}}";

        List<ChatEvent> events = stream(start(open) + input("{\\\"q\\\": ") + input("1.0}") + stop(), "end_turn");

        assertThat(sentBack(events)).contains("\"name\":\"web_search\",\"input\":{\"q\": 1.0}}");
    }

    @Test
    void a_tools_input_keeps_the_models_own_text() {
        List<ChatEvent> events =
                stream(call() + input("{ \\\"b\\\" : 1.50,") + input("\\\"a\\\":2 }") + stop(), "tool_use");

        assertThat(message(events).toolCalls().get(0).arguments()).isEqualTo("{ \"b\" : 1.50,\"a\":2 }");
        assertThat(sentBack(events)).contains("\"input\":{ \"b\" : 1.50,\"a\":2 }");
    }

    @Test
    void no_input_is_an_empty_object() {
        List<ChatEvent> events = stream(call() + input("") + stop(), "tool_use");

        assertThat(message(events).toolCalls().get(0).arguments()).isEqualTo("{}");
        assertThat(sentBack(events)).contains("\"input\":{}");
    }

    @Test
    void an_input_that_was_cut_off_is_kept_as_it_is_and_sent_back_as_text() {
        List<ChatEvent> events = stream(call() + input("{\\\"a\\\":") + stop(), "max_tokens");

        assertThat(message(events).toolCalls().get(0).arguments()).isEqualTo("{\"a\":");
        assertThat(sentBack(events)).contains("\"input\":{\"_raw\":\"{\\\"a\\\":\"}");
        assertThat(Fixtures.finished(events).reason()).isEqualTo(FinishReason.LENGTH);
    }

    @Test
    void empty_text_is_no_block() {
        List<ChatEvent> events =
                stream(start("{\"type\":\"text\",\"text\":\"\"}") + stop() + call() + stop(), "tool_use");

        assertThat(Fixtures.only(ChatEvent.BlockEnded.class, events)).containsExactly(new ChatEvent.BlockEnded(0));
        assertThat(message(events).content()).hasSize(1);
        assertThat(sentBack(events)).doesNotContain("\"text\"");
    }

    @Test
    void citations_are_sent_back() {
        String cite = delta("{\"type\":\"citations_delta\",\"citation\":{\"url\":\"u\"}}");
        String text = delta("{\"type\":\"text_delta\",\"text\":\"Hi\"}");

        List<ChatEvent> events = stream(
                start("{\"type\":\"text\",\"text\":\"\",\"citations\":null}") + cite + text + stop(), "end_turn");

        assertThat(sentBack(events)).contains("{\"type\":\"text\",\"text\":\"Hi\",\"citations\":[{\"url\":\"u\"}]}");
    }

    @Test
    void unknown_events_pass_by() {
        List<ChatEvent> events = stream("data: {\"type\":\"news\",\"x\":1}\n\n" + call() + stop(), "tool_use");

        assertThat(events)
                .contains(new ChatEvent.Native("anthropic-messages", Bytes.utf8("{\"type\":\"news\",\"x\":1}")));
    }

    @Test
    void later_usage_replaces_field_by_field_and_null_replaces_nothing() {
        UsageOverlay overlay = new UsageOverlay();
        overlay.add(Bytes.utf8("{\"input_tokens\":10,\"cache_read_input_tokens\":5,\"output_tokens\":1}"));

        Usage usage = overlay.add(Bytes.utf8("{\"input_tokens\":null,\"output_tokens\":20}"));

        assertThat(usage.inputTotal()).isEqualTo(15);
        assertThat(usage.outputTotal()).isEqualTo(20);
        assertThat(usage.raw())
                .isEqualTo(Bytes.utf8("{\"input_tokens\":10,\"cache_read_input_tokens\":5,\"output_tokens\":20}"));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "tool_use, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "refusal, CONTENT_FILTER",
        "pause_turn, PAUSED",
        "something_new, STOP"
    })
    void reasons_are_mapped_and_the_word_is_kept(String word, FinishReason reason) {
        ChatEvent.Finished finished = Fixtures.finished(stream("", word));

        assertThat(finished.reason()).isEqualTo(reason);
        assertThat(finished.providerReason()).isEqualTo(word);
    }

    private static List<ChatEvent> stream(String blocks, String stopReason) {
        return Fixtures.decodeStream(event("{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\"}}")
                + blocks
                + event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + stopReason + "\"}}")
                + event("{\"type\":\"message_stop\"}"));
    }

    private static String call() {
        return start("{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"find\",\"input\":{}}");
    }

    private static String input(String piece) {
        return delta("{\"type\":\"input_json_delta\",\"partial_json\":\"" + piece + "\"}");
    }

    private static String start(String block) {
        return event("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":" + block + "}");
    }

    private static String delta(String delta) {
        return event("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":" + delta + "}");
    }

    private static String stop() {
        return event("{\"type\":\"content_block_stop\",\"index\":0}");
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static Message message(List<ChatEvent> events) {
        return Fixtures.finished(events).message();
    }

    private static String sentBack(List<ChatEvent> events) {
        return Fixtures.verbatim(message(events)).utf8();
    }
}
