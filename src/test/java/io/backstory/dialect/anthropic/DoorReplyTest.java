package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Origin;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.Role;
import io.backstory.chat.Usage;
import io.backstory.dialect.ErrorReply;
import io.backstory.dialect.ReplyEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorReplyTest {
    private static final Message SAID = Message.of(
            Role.ASSISTANT,
            new Content.Reasoning("hm", null),
            new Content.Text("The blue one costs least."),
            new Content.ToolCall("call_1", "find", "{\"a\": 1.0}"));
    private static final List<ChatEvent> EVENTS = List.of(
            new ChatEvent.Native("openai-chat", Bytes.utf8("{}")),
            new ChatEvent.Started("chatcmpl-1", "gpt-6"),
            new ChatEvent.ReasoningDelta(0, "hm"),
            new ChatEvent.BlockEnded(0),
            new ChatEvent.TextDelta(1, "The blue one"),
            new ChatEvent.TextDelta(1, " costs least."),
            new ChatEvent.BlockEnded(1),
            new ChatEvent.ToolCallStarted(2, "call_1", "find"),
            new ChatEvent.ToolCallDelta(2, "{\"a\": 1.0}"),
            new ChatEvent.BlockEnded(2),
            new ChatEvent.UsageReported(new Usage(116, 50, 6, 8, 3, false, null)),
            new ChatEvent.Finished(FinishReason.TOOL_CALLS, "tool_calls", SAID));

    @Test
    void a_stream_of_another_provider_is_written_like_the_golden_one() {
        assertThat(stream(Fixtures.GPT, EVENTS))
                .isEqualTo(Fixtures.bytes("golden/translated.sse").utf8());
    }

    @Test
    void a_body_of_another_provider_is_written_like_the_golden_one() {
        assertThat(body(Fixtures.GPT, EVENTS))
                .isEqualTo(Fixtures.bytes("golden/translated.json").utf8().strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10_stream_text", "11_stream_toolcall"})
    void a_stream_of_the_same_format_passes_with_the_gateways_names(String name) {
        String expected = Fixtures.bytes(name + ".sse").utf8();
        String written = stream(Fixtures.CLAUDE, Fixtures.decode(name + ".sse"));

        assertThat(written).contains("\"id\":\"msg_6uXa9Kb3NvQ2hLe4\"", "\"model\":\"default\"");
        assertThat(middle(written)).isEqualTo(middle(expected));
        assertThat(Fixtures.decodeStream(written).stream().filter(event -> !isNamed(event)))
                .containsExactlyElementsOf(Fixtures.decodeStream(expected).stream()
                        .filter(event -> !isNamed(event))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"01_plain", "03_toolcall", "08_refusal", "21_prefix_drop"})
    void a_body_of_the_same_format_keeps_all_but_its_names(String name) {
        List<ChatEvent> events = Fixtures.decode(name + ".response.json");
        var written = Fixtures.json(Bytes.utf8(body(Fixtures.CLAUDE, events)));
        var recorded = Fixtures.json(name + ".response.json");

        assertThat(written.get("id").asText()).isEqualTo("msg_6uXa9Kb3NvQ2hLe4");
        assertThat(written.get("model").asText()).isEqualTo("default");
        assertThat(written.has("context_management")).isTrue();
        recorded.forEachEntry((member, value) -> {
            if (!List.of("id", "model", "usage").contains(member)) {
                assertThat(written.get(member)).isEqualTo(value);
            }
        });
        recorded.get("usage")
                .forEachEntry((member, value) ->
                        assertThat(written.get("usage").get(member)).isEqualTo(value));
    }

    @Test
    void a_body_is_folded_from_a_stream_of_the_same_format() {
        var written = Fixtures.json(Bytes.utf8(body(Fixtures.CLAUDE, Fixtures.decode("11_stream_toolcall.sse"))));
        var recorded = Fixtures.json("03_toolcall.response.json");

        assertThat(written.get("content")).isEqualTo(recorded.get("content"));
        assertThat(written.get("stop_reason")).isEqualTo(recorded.get("stop_reason"));
        assertThat(written.get("usage").get("cache_creation"))
                .isEqualTo(recorded.get("usage").get("cache_creation"));
    }

    @Test
    void a_stream_is_made_from_a_body_of_the_same_format_with_its_signed_reasoning() {
        List<ChatEvent> events = Fixtures.decode("03_toolcall.response.json");

        List<ChatEvent> read = Fixtures.decodeStream(stream(Fixtures.CLAUDE, events));

        assertThat(Fixtures.finished(read).message().content())
                .hasSameSizeAs(Fixtures.finished(events).message().content());
        assertThat(Fixtures.only(ChatEvent.ReasoningSigned.class, read)).hasSize(1);
    }

    @Test
    void a_reply_from_the_store_is_streamed_from_its_message() {
        List<ChatEvent> read = Fixtures.decodeStream(stream(Fixtures.GPT, List.of(EVENTS.get(EVENTS.size() - 1))));

        assertThat(Fixtures.finished(read).message().joinedText()).isEqualTo("The blue one costs least.");
        assertThat(Fixtures.finished(read).message().toolCalls()).hasSize(1);
    }

    @Test
    void nothing_says_finished_before_the_turn_is_committed() {
        List<Bytes> out = new ArrayList<>();
        ReplyEncoder encoder = new SseReplyEncoder();
        encoder.start(Fixtures.head(Fixtures.CLAUDE), out::add);
        Fixtures.decode("10_stream_text.sse").forEach(event -> encoder.event(event, out::add));

        assertThat(text(out)).doesNotContain("message_delta", "message_stop", "stop_reason\":\"");
    }

    @Test
    void a_broken_stream_ends_in_an_error_event() {
        List<Bytes> out = new ArrayList<>();
        new SseReplyEncoder().failed(new ChatException(Kind.UPSTREAM_RESET, "Gone."), "req_1", out::add);
        new JsonReplyEncoder().failed(new ChatException(Kind.UPSTREAM_RESET, "Gone."), "req_1", out::add);

        assertThat(text(out))
                .isEqualTo("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\","
                        + "\"message\":\"Gone.\",\"details\":{\"error_code\":\"upstream_error\"}},"
                        + "\"request_id\":\"req_1\"}\n\n");
    }

    @ParameterizedTest
    @CsvSource({
        "SESSION_BUSY, 409, conflict_error, session_busy",
        "UPSTREAM_OVERLOADED, 529, overloaded_error, upstream_overloaded",
        "SHUTTING_DOWN, 529, overloaded_error, shutting_down",
        "INVALID_API_KEY, 401, authentication_error, invalid_api_key",
        "SESSION_NOT_FOUND, 404, not_found_error, session_not_found",
        "RATE_LIMIT_EXCEEDED, 429, rate_limit_error, rate_limit_exceeded",
        "IDEMPOTENCY_IN_FLIGHT, 409, conflict_error, idempotency_in_flight",
        "IDEMPOTENCY_KEY_REUSED, 422, invalid_request_error, idempotency_key_reused",
        "HISTORY_REGRESSED, 503, api_error, history_regressed",
        "STORE_UNAVAILABLE, 503, api_error, store_unavailable",
        "UPSTREAM_TIMEOUT, 504, timeout_error, upstream_timeout",
        "REQUEST_TOO_LARGE, 413, request_too_large, request_too_large"
    })
    void an_error_has_the_formats_status_and_type(Kind kind, int status, String type, String code) {
        ErrorReply reply = new AnthropicMessagesDoor().error(new ChatException(kind, "m"), "req_1");
        var error = Fixtures.json(reply.body()).get("error");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(error.get("type").asText()).isEqualTo(type);
        assertThat(error.get("details").get("error_code").asText()).isEqualTo(code);
    }

    private static String stream(Origin origin, List<ChatEvent> events) {
        return text(write(new SseReplyEncoder(), origin, events));
    }

    private static String body(Origin origin, List<ChatEvent> events) {
        List<Bytes> out = write(new JsonReplyEncoder(), origin, events);
        assertThat(out).hasSize(1);
        return text(out);
    }

    private static List<Bytes> write(ReplyEncoder encoder, Origin origin, List<ChatEvent> events) {
        List<Bytes> out = new ArrayList<>();
        ReplyHead head = Fixtures.head(origin);
        encoder.start(head, out::add);
        events.forEach(event -> encoder.event(event, out::add));
        encoder.done(Fixtures.answer(origin, events), out::add);
        return out;
    }

    private static String text(List<Bytes> out) {
        StringBuilder text = new StringBuilder();
        out.forEach(write -> text.append(write.utf8()));
        return text.toString();
    }

    /** The events between the first and the last two, which must not change by a byte. */
    private static String middle(String stream) {
        return stream.substring(stream.indexOf("\n\n"), stream.indexOf("event: message_delta"));
    }

    /** Events that carry the reply's names, or usage completed with nulls. */
    private static boolean isNamed(ChatEvent event) {
        return event instanceof ChatEvent.Native
                || event instanceof ChatEvent.Started
                || event instanceof ChatEvent.UsageReported;
    }
}
