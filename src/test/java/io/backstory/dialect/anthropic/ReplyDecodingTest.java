package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Usage;
import io.backstory.dialect.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyDecodingTest {

    @ParameterizedTest
    @ValueSource(strings = {"10_stream_text", "11_stream_toolcall"})
    void reads_a_recorded_stream_as_its_expectation_says(String name) {
        List<ChatEvent> events = Fixtures.decode(name + ".sse");
        JsonNode expected = Fixtures.json(name + ".expected.json");
        ChatEvent.Finished finished = Fixtures.finished(events);
        Message message = finished.message();

        assertThat(message.joinedText()).isEqualTo(expected.get("text").asText());
        assertThat(finished.reason()).isEqualTo(reason(expected.get("finish").asText()));
        assertThat(finished.providerReason())
                .isEqualTo(expected.get("provider_finish").asText());
        assertThat(reasoningText(message))
                .isEqualTo(expected.get("reasoning_text").asText());
        assertThat(signatures(message))
                .isEqualTo(expected.get("opaque_reasoning_items").asLong());
        assertThat(calls(message)).isEqualTo(calls(expected.get("tool_calls")));
        assertUsage(lastUsage(events), expected.get("usage"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10_stream_text", "11_stream_toolcall"})
    void gives_the_same_events_wherever_the_stream_is_cut(String name) {
        Bytes wire = Fixtures.bytes(name + ".sse");
        List<ChatEvent> whole = Fixtures.decode(name + ".sse");

        for (int split = 0; split <= wire.length(); split++) {
            assertThat(Fixtures.decode(new AnthropicUpstream().decoder(true), wire, split))
                    .as("cut at %d", split)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "01_plain, STOP, end_turn, 38 61 44",
        "02_multiturn, STOP, end_turn, 14 18 0",
        "03_toolcall, TOOL_CALLS, tool_use, 612 148 52",
        "04_toolresult, STOP, end_turn, 803 36 0",
        "08_refusal, CONTENT_FILTER, refusal, 51 0 0",
        "21_prefix_drop, STOP, end_turn, 751 36 0"
    })
    void reads_a_recorded_body(String name, FinishReason reason, String word, String tokens) {
        Bytes body = Fixtures.bytes(name + ".response.json");
        List<ChatEvent> events = Fixtures.decode(name + ".response.json");
        Usage usage = lastUsage(events);

        assertThat(events.get(0)).isEqualTo(new ChatEvent.Native("anthropic-messages", body));
        assertThat(events.get(1)).isEqualTo(new ChatEvent.Started("msg_01Q7mZcR5uYt9LkVbNw3HdXe", "claude-opus-5-5"));
        assertThat(Fixtures.finished(events).reason()).isEqualTo(reason);
        assertThat(Fixtures.finished(events).providerReason()).isEqualTo(word);
        assertThat(usage.inputTotal() + " " + usage.outputTotal() + " " + usage.reasoning())
                .isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01_plain", "02_multiturn", "03_toolcall", "04_toolresult", "21_prefix_drop"})
    void keeps_the_exact_content_of_a_body_to_send_back(String name) {
        Bytes content = Objects.requireNonNull(
                StrictJson.members(Fixtures.bytes(name + ".response.json")).get("content"));

        Message message =
                Fixtures.finished(Fixtures.decode(name + ".response.json")).message();

        assertThat(Fixtures.verbatim(message))
                .isEqualTo(Bytes.utf8("{\"role\":\"assistant\",\"content\":" + content.utf8() + "}"));
    }

    @Test
    void a_stream_and_a_body_of_the_same_reply_are_sent_back_alike() {
        Message streamed =
                Fixtures.finished(Fixtures.decode("11_stream_toolcall.sse")).message();
        Message whole =
                Fixtures.finished(Fixtures.decode("03_toolcall.response.json")).message();

        assertThat(Fixtures.json(Fixtures.verbatim(streamed))).isEqualTo(Fixtures.json(Fixtures.verbatim(whole)));
    }

    @Test
    void a_stream_tells_its_blocks_in_order_and_its_usage_last() {
        List<ChatEvent> events = Fixtures.decode("10_stream_text.sse").stream()
                .filter(event -> !(event instanceof ChatEvent.Native))
                .toList();

        assertThat(events)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly(
                        "Started",
                        "UsageReported",
                        "ReasoningSigned",
                        "BlockEnded",
                        "TextDelta",
                        "TextDelta",
                        "TextDelta",
                        "TextDelta",
                        "TextDelta",
                        "TextDelta",
                        "BlockEnded",
                        "UsageReported",
                        "Finished");
    }

    private static FinishReason reason(String canonical) {
        return canonical.equals("tool_calls") ? FinishReason.TOOL_CALLS : FinishReason.STOP;
    }

    private static Usage lastUsage(List<ChatEvent> events) {
        List<ChatEvent.UsageReported> reports = Fixtures.only(ChatEvent.UsageReported.class, events);
        return reports.get(reports.size() - 1).usage();
    }

    private static void assertUsage(Usage usage, JsonNode expected) {
        assertThat(usage.inputTotal()).isEqualTo(expected.get("input_total").asLong());
        assertThat(usage.cacheRead()).isEqualTo(expected.get("cache_read").asLong());
        assertThat(usage.cacheWrite()).isEqualTo(expected.get("cache_write").asLong());
        assertThat(usage.outputTotal()).isEqualTo(expected.get("output_total").asLong());
        assertThat(usage.reasoning()).isEqualTo(expected.get("reasoning").asLong());
        assertThat(usage.estimated()).isFalse();
        assertThat(usage.raw()).isNotNull();
    }

    private static String reasoningText(Message message) {
        StringBuilder text = new StringBuilder();
        message.content().forEach(block -> {
            if (block instanceof Content.Reasoning thought) {
                text.append(thought.text());
            }
        });
        return text.toString();
    }

    private static long signatures(Message message) {
        return message.content().stream()
                .filter(block -> block instanceof Content.Reasoning thought && thought.signature() != null)
                .count();
    }

    private static List<String> calls(Message message) {
        return message.toolCalls().stream()
                .map(call -> call.name() + Fixtures.json(Bytes.utf8(call.arguments())))
                .toList();
    }

    private static List<String> calls(JsonNode expected) {
        List<String> calls = new ArrayList<>();
        expected.forEach(call -> calls.add(call.get("name").asText() + call.get("arguments")));
        return calls;
    }
}
