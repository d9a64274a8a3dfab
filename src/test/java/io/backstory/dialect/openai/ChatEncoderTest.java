package io.backstory.dialect.openai;

import static io.backstory.dialect.openai.Wire.delta;
import static io.backstory.dialect.openai.Wire.finish;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.ContextReport;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.Role;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.dialect.ReplyEncoder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies as this door writes them, compared with golden files byte for byte. */
class ChatEncoderTest {
    private static final ContextReport CONTEXT =
            new ContextReport(1, false, 1, 1, 1, 0, 0, 0, 0, 0, false, 0, List.of(), List.of());
    static final ReplyHead HEAD = new ReplyHead(
            "s1",
            1,
            "TOKEN",
            "default",
            Requests.TARGET,
            Instant.ofEpochSecond(1_795_450_805),
            CONTEXT,
            List.of(),
            1,
            null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai-chat/10_stream_text",
                "openai-chat/11_stream_toolcall",
                "openai-compat/10_deepseek_reasoning_content",
                "openai-compat/11_groq_reasoning_xgroq"
            })
    void passes_the_providers_own_chunks_on_under_the_gateways_name(String name) {
        List<ChatEvent> events = Wire.decode(true, Wire.bytes(name + ".sse").unsafeArray());

        assertThat(stream(true, events)).isEqualTo(golden(name, "passed_on.sse"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai-chat/11_stream_toolcall", "openai-compat/10_deepseek_reasoning_content"})
    void makes_chunks_of_the_events_of_another_format(String name) {
        List<ChatEvent> events =
                Wire.withoutNative(Wire.decode(true, Wire.bytes(name + ".sse").unsafeArray()));

        assertThat(stream(true, events)).isEqualTo(golden(name, "written.sse"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01_plain", "03_toolcall", "07_refusal"})
    void gives_the_providers_own_body_or_one_made_from_the_answer(String name) {
        List<ChatEvent> events = Wire.decode(
                false, Wire.bytes("openai-chat/" + name + ".response.json").unsafeArray());

        assertThat(json(events)).isEqualTo(golden("openai-chat/" + name, "passed_on.json"));
        assertThat(json(Wire.withoutNative(events))).isEqualTo(golden("openai-chat/" + name, "written.json"));
    }

    @Test
    void what_a_stream_decoder_reads_from_the_written_chunks_is_what_they_were_made_of() {
        List<ChatEvent> events = Wire.withoutNative(Wire.decode(
                true, Wire.bytes("openai-chat/11_stream_toolcall.sse").unsafeArray()));
        byte[] written = Bytes.utf8(stream(true, events)).unsafeArray();

        assertThat(Wire.finished(Wire.decode(true, written)).message())
                .isEqualTo(Wire.finished(events).message());
    }

    // C42
    @Test
    void holds_everything_that_says_finished_back_until_the_commit() {
        List<ChatEvent> events = Wire.decode(
                true, Wire.bytes("openai-chat/11_stream_toolcall.sse").unsafeArray());

        for (List<ChatEvent> reply : List.of(events, Wire.withoutNative(events))) {
            String before = String.join("", written(true, reply));
            assertThat(before).contains("quote_redelivery").doesNotContain("\"finish_reason\":\"", "prompt_tokens");
            assertThat(before).doesNotContain("[DONE]");
        }
    }

    @Test
    void hides_usage_from_a_client_that_did_not_ask() {
        List<ChatEvent> events = Wire.decode(
                true,
                Wire.bytes("openai-compat/10_deepseek_reasoning_content.sse").unsafeArray());

        assertThat(stream(false, events)).doesNotContain("\"usage\"").endsWith("data: [DONE]\n\n");
        assertThat(stream(false, Wire.withoutNative(events))).doesNotContain("\"usage\"");
    }

    @Test
    void keeps_members_it_does_not_know() {
        String chunk = delta("{\"content\":\"a\",\"new\":[1.50, {\"x\":null}]}")
                .replace("{\"id\":\"c1\"", "{\"odd\" : {\"id\":\"keep\",\"model\":\"keep\"},\"id\":\"c1\"");

        assertThat(stream(false, Wire.stream(chunk, finish("stop"))))
                .startsWith("data: {\"id\":\"chatcmpl-TOKEN\",\"created\":1795450805,\"model\":\"default\","
                        + "\"object\":\"chat.completion.chunk\",\"odd\":{\"id\":\"keep\",\"model\":\"keep\"},"
                        + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\","
                        + "\"new\":[1.50, {\"x\":null}]},\"finish_reason\":null,\"logprobs\":null}]}\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[1]", "5"})
    void passes_a_choice_on_that_is_no_object(String choice) {
        String odd = "{\"id\":\"c1\",\"choices\":[" + choice + "]}";

        assertThat(stream(false, Wire.stream(odd, finish("stop")))).contains("\"choices\":[" + choice + "]}");
    }

    @Test
    void ignores_the_bytes_of_another_format() {
        List<ChatEvent> events = new ArrayList<>();
        events.add(new ChatEvent.Native("anthropic-messages", Bytes.utf8("{\"foreign\":1}")));
        events.addAll(Wire.withoutNative(Wire.stream(delta("{\"content\":\"a\"}"), finish("stop"))));

        assertThat(stream(false, events)).contains("\"content\":\"a\"").doesNotContain("foreign");
    }

    @Test
    void an_empty_reply_is_still_a_whole_stream() {
        List<ChatEvent> events = List.of(new ChatEvent.Finished(FinishReason.STOP, "stop", Message.of(Role.ASSISTANT)));

        assertThat(stream(false, events)).contains("\"role\":\"assistant\"", "\"finish_reason\":\"stop\"", "[DONE]");
    }

    @Test
    void a_failure_is_one_error_event_and_no_marker() {
        ReplyEncoder encoder = new ChatStreamEncoder(true);
        List<String> out = new ArrayList<>();
        encoder.start(HEAD, bytes -> out.add(bytes.utf8()));
        encoder.failed(new ChatException(Kind.UPSTREAM_ERROR, "m"), "req_1", bytes -> out.add(bytes.utf8()));

        assertThat(out)
                .containsExactly("data: {\"error\":{\"message\":\"m\",\"type\":\"server_error\",\"param\":null,"
                        + "\"code\":\"upstream_error\"}}\n\n");
    }

    @Test
    void a_failure_writes_nothing_where_one_body_was_asked_for() {
        List<Bytes> out = new ArrayList<>();
        new ChatJsonEncoder().failed(new ChatException(Kind.UPSTREAM_ERROR, "m"), "req_1", out::add);

        assertThat(out).isEmpty();
    }

    @Test
    void chunks_of_a_stream_become_one_body_where_the_client_asked_for_one() {
        assertThat(json(Wire.stream(delta("{\"content\":\"a\"}"), finish("stop"))))
                .contains("\"object\":\"chat.completion\"", "\"content\":\"a\"");
    }

    /** Each write of a reply up to its end, without the commit. */
    private static List<String> written(boolean usage, List<ChatEvent> events) {
        ReplyEncoder encoder = new ChatStreamEncoder(usage);
        List<String> out = new ArrayList<>();
        encoder.start(HEAD, bytes -> out.add(bytes.utf8()));
        events.forEach(event -> encoder.event(event, bytes -> out.add(bytes.utf8())));
        return out;
    }

    private static String stream(boolean usage, List<ChatEvent> events) {
        return encode(new ChatStreamEncoder(usage), events);
    }

    private static String json(List<ChatEvent> events) {
        return encode(new ChatJsonEncoder(), events);
    }

    private static String encode(ReplyEncoder encoder, List<ChatEvent> events) {
        StringBuilder out = new StringBuilder();
        encoder.start(HEAD, bytes -> out.append(bytes.utf8()));
        events.forEach(event -> encoder.event(event, bytes -> out.append(bytes.utf8())));
        encoder.done(answer(events), bytes -> out.append(bytes.utf8()));
        return out.toString();
    }

    static Answer answer(List<ChatEvent> events) {
        List<ChatEvent.UsageReported> reports = Wire.of(ChatEvent.UsageReported.class, events);
        ChatEvent.Finished finished = Wire.finished(events);
        return new Answer(
                HEAD,
                TurnStatus.COMPLETED,
                finished.reason(),
                finished.providerReason(),
                finished.message(),
                reports.isEmpty() ? Usage.NONE : reports.get(reports.size() - 1).usage(),
                CONTEXT,
                false);
    }

    private static String golden(String name, String kind) {
        return Wire.bytes("openai-chat-door/" + name.substring(name.indexOf('/') + 1) + "." + kind)
                .utf8();
    }
}
