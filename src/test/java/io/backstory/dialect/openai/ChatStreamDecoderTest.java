package io.backstory.dialect.openai;

import static io.backstory.dialect.openai.Wire.delta;
import static io.backstory.dialect.openai.Wire.finish;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.Kind;
import io.backstory.chat.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatStreamDecoderTest {

    static Stream<String> streams() {
        return Wire.files(".sse");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void reads_what_was_recorded(String file) {
        List<ChatEvent> events = Wire.decode(true, Wire.bytes(file).unsafeArray());
        JsonNode expected = Wire.json(file.replace(".sse", ".expected.json"));
        ChatEvent.Finished finished = Wire.finished(events);

        assertThat(finished.message().joinedText())
                .isEqualTo(expected.path("text").asText());
        assertThat(finished.reason().name().toLowerCase(Locale.ROOT))
                .isEqualTo(expected.path("finish").asText());
        assertThat(finished.providerReason())
                .isEqualTo(expected.path("provider_finish").asText());
        assertThat(reasoning(events)).isEqualTo(expected.path("reasoning_text").asText());
        assertSameCalls(finished.message().toolCalls(), expected.path("tool_calls"));
        assertSameUsage(Wire.of(ChatEvent.UsageReported.class, events), expected.path("usage"));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void gives_the_same_events_wherever_a_stream_is_cut(String file) {
        byte[] stream = Wire.bytes(file).unsafeArray();
        List<ChatEvent> whole = Wire.decode(true, stream);

        for (int cut = 0; cut <= stream.length; cut++) {
            assertThat(Wire.decode(true, Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length)))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_stream_that_stops_before_its_finish_reason_is_broken(String file) {
        String stream = Wire.bytes(file).utf8();
        int reason = stream.indexOf("\"finish_reason\":\"");
        int event = stream.lastIndexOf("data: ", reason);

        for (int end : new int[] {0, event, event + 20, stream.indexOf("\n", reason)}) {
            assertBroken(() -> Wire.decode(true, stream.substring(0, end).getBytes(UTF_8)));
        }
    }

    @Test
    void ends_without_the_done_marker_only_after_a_finish_reason() {
        assertThat(Wire.finished(Wire.stream(delta("{\"content\":\"a\"}"), finish("stop")))
                        .message()
                        .joinedText())
                .isEqualTo("a");
        assertBroken(() -> Wire.stream(delta("{\"content\":\"a\"}")));
        assertBroken(() -> Wire.stream(delta("{\"content\":\"a\"}"), "[DONE]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "1", "{\"a\":1,\"a\":2}", "text"})
    void an_event_that_is_no_json_object_is_broken(String data) {
        assertBroken(() -> Wire.stream(data, finish("stop"), "[DONE]"));
    }

    @Test
    void a_stream_beyond_its_bounds_is_broken() {
        assertBroken(() -> Wire.decode(true, new byte[2 << 20]));
    }

    @Test
    void gives_the_bytes_of_each_chunk_before_its_events() {
        String first = delta("{\"role\":\"assistant\",\"content\":\"a\"}");
        List<ChatEvent> events = Wire.stream(first, finish("stop"), "[DONE]");

        assertThat(events.get(0)).isInstanceOfSatisfying(ChatEvent.Native.class, piece -> assertThat(
                        piece.json().utf8())
                .isEqualTo(first));
        assertThat(Wire.of(ChatEvent.Native.class, events)).hasSize(2);
    }

    @Test
    void waits_for_a_name_where_a_content_filter_reports_first() {
        List<ChatEvent> events = Wire.stream(
                "{\"id\":\"\",\"model\":\"\",\"choices\":[],\"prompt_filter_results\":[]}",
                delta("{\"content\":\"a\"}"),
                finish("stop"));

        assertThat(Wire.of(ChatEvent.Started.class, events)).containsExactly(new ChatEvent.Started("c1", "m"));
    }

    @ParameterizedTest
    @CsvSource({
        "rate_limit_exceeded,requests,RATE_LIMIT_EXCEEDED",
        "server_is_overloaded,x,UPSTREAM_OVERLOADED",
        "x,server_error,UPSTREAM_ERROR",
        "context_length_exceeded,invalid_request_error,CONTEXT_LENGTH_EXCEEDED",
        "x,invalid_request_error,INVALID_REQUEST"
    })
    void an_error_in_the_stream_ends_it_as_what_it_is(String code, String type, Kind kind) {
        String error = "{\"error\":{\"message\":\"no\",\"type\":\"" + type + "\",\"code\":\"" + code + "\"}}";

        assertThatThrownBy(() -> Wire.stream(delta("{\"content\":\"a\"}"), error, "[DONE]"))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void an_error_named_by_the_event_or_by_the_finish_reason_counts_too() {
        byte[] named = "event: error\ndata: {\"message\":\"gone\"}\n\n".getBytes(UTF_8);

        assertThatThrownBy(() -> Wire.decode(true, named)).hasMessage("The provider failed.");
        assertThatThrownBy(() -> Wire.stream(finish("error"))).isInstanceOf(ChatException.class);
    }

    @Test
    void reads_usage_on_every_chunk_and_the_last_one_counts() {
        List<ChatEvent> events = Wire.stream(
                "{\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}}",
                finish("stop").replace("\"id\"", "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2},\"id\""));

        assertThat(Wire.of(ChatEvent.UsageReported.class, events))
                .extracting(report -> report.usage().outputTotal())
                .containsExactly(1L, 2L);
    }

    @Test
    void joins_a_character_that_was_cut_in_two_between_chunks() {
        List<ChatEvent> events =
                Wire.stream(delta("{\"content\":\"a\\ud83d\"}"), delta("{\"content\":\"\\ude00\"}"), finish("stop"));

        assertThat(Wire.of(ChatEvent.TextDelta.class, events))
                .containsExactly(new ChatEvent.TextDelta(0, "a"), new ChatEvent.TextDelta(0, "😀"));
        assertThat(Wire.finished(events).message().joinedText()).isEqualTo("a😀");
    }

    private static String reasoning(List<ChatEvent> events) {
        StringBuilder text = new StringBuilder();
        Wire.blocks(Content.Reasoning.class, events).forEach(block -> text.append(block.text()));
        return text.toString();
    }

    private static void assertSameCalls(List<Content.ToolCall> calls, JsonNode expected) {
        assertThat(calls).hasSize(expected.size());
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).name())
                    .isEqualTo(expected.get(i).path("name").asText());
            assertThat(Wire.tree(calls.get(i).arguments()))
                    .isEqualTo(expected.get(i).path("arguments"));
        }
    }

    private static void assertSameUsage(List<ChatEvent.UsageReported> reports, JsonNode expected) {
        if (expected.isMissingNode()) {
            assertThat(reports).isEmpty();
            return;
        }
        Usage usage = reports.get(reports.size() - 1).usage();
        assertThat(usage.inputTotal()).isEqualTo(expected.path("input_total").asLong());
        assertThat(usage.cacheRead()).isEqualTo(expected.path("cache_read").asLong());
        assertThat(usage.cacheWrite()).isEqualTo(expected.path("cache_write").asLong());
        assertThat(usage.outputTotal()).isEqualTo(expected.path("output_total").asLong());
        assertThat(usage.reasoning()).isEqualTo(expected.path("reasoning").asLong());
        assertThat(usage.raw()).isNotNull();
    }

    private static void assertBroken(ThrowingCallable decode) {
        assertThatThrownBy(decode).isInstanceOfSatisfying(ChatException.class, e -> assertThat(e.kind())
                .isEqualTo(Kind.UPSTREAM_MALFORMED));
    }
}
