package io.backstory.dialect.openai;

import static io.backstory.dialect.openai.Wire.delta;
import static io.backstory.dialect.openai.Wire.finish;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content.ToolCall;
import io.backstory.dialect.ReplyEncoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What look-alikes leave out or repeat, and what clients get nevertheless. */
class ChatRepairTest {
    private static final String F = "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}";
    private static final String G = "\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"y\\\":2}\"}";

    @Test
    void a_bare_body_gets_every_required_member() {
        JsonNode body = body("{\"choices\":[{\"message\":{},\"finish_reason\":\"stop\"}]}");

        assertThat(body.toString())
                .isEqualTo(
                        "{\"id\":\"chatcmpl-TOKEN\",\"created\":1795450805,\"model\":\"default\","
                                + "\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                                + "\"content\":null,\"refusal\":null},\"finish_reason\":\"stop\",\"logprobs\":null}],\"usage\":{"
                                + "\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0,\"prompt_tokens_details\":{"
                                + "\"cached_tokens\":0,\"cache_write_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0}}}");
    }

    @Test
    void usage_keeps_the_providers_members_and_gets_the_missing_ones() {
        JsonNode usage = body("{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":5,\"prompt_cache_hit_tokens\":3,\"completion_tokens\":2,"
                        + "\"prompt_tokens_details\":null,\"completion_tokens_details\":{\"audio_tokens\":1}}}")
                .path("usage");

        assertThat(usage.toString())
                .isEqualTo("{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7,\"prompt_tokens_details\":{"
                        + "\"cached_tokens\":3,\"cache_write_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0,"
                        + "\"audio_tokens\":1},\"prompt_cache_hit_tokens\":3}");
    }

    @Test
    void calls_of_a_body_get_id_and_type_and_arguments_as_text() {
        String call = "{\"function\":{\"name\":\"f\",\"arguments\":{\"x\":1}},\"extra_content\":{\"s\":\"1\"}}";
        JsonNode choice = body("{\"id\":\"c1\",\"choices\":[{\"message\":{\"tool_calls\":[" + call + ",{" + G
                        + "}]},\"finish_reason\":\"stop\"}]}")
                .at("/choices/0");

        assertThat(choice.at("/message/tool_calls/0").toString())
                .isEqualTo("{\"id\":\"call_c1_0\",\"type\":\"function\",\"extra_content\":{\"s\":\"1\"},"
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}}");
        assertThat(choice.at("/message/tool_calls/1/id").asText()).isEqualTo("call_c1_1");
        assertThat(choice.at("/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null"})
    void calls_that_are_none_are_left_out(String none) {
        assertThat(body("{\"choices\":[{\"message\":{\"content\":\"a\",\"tool_calls\":" + none
                                + "},\"finish_reason\":\"stop\"}],\"error\":null}")
                        .toString())
                .doesNotContain("tool_calls", "error");
    }

    @Test
    void content_in_parts_becomes_a_text() {
        String parts = "[{\"type\":\"thinking\",\"thinking\":[{\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"a\"}]";

        assertThat(body("{\"choices\":[{\"message\":{\"content\":" + parts + "},\"finish_reason\":\"stop\"}]}")
                        .at("/choices/0/message/content")
                        .asText())
                .isEqualTo("a");
        assertThat(chunks(delta("{\"content\":" + parts + "}"), finish("stop"))
                        .get(0)
                        .at("/choices/0/delta/content")
                        .asText())
                .isEqualTo("a");
    }

    @Test
    void the_role_comes_with_the_first_chunk_and_only_there() {
        List<JsonNode> chunks = chunks(
                delta("{\"content\":\"a\"}"), delta("{\"role\":\"assistant\",\"content\":\"b\"}"), finish("stop"));

        assertThat(chunks.get(0).at("/choices/0/delta").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"a\"}");
        assertThat(chunks.get(1).at("/choices/0/delta").toString()).isEqualTo("{\"content\":\"b\"}");
    }

    @Test
    void a_bare_chunk_gets_every_required_member() {
        assertThat(chunks("{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"\"}]}", finish("stop"))
                        .get(0)
                        .toString())
                .isEqualTo("{\"id\":\"chatcmpl-TOKEN\",\"created\":1795450805,\"model\":\"default\","
                        + "\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
                        + "\"content\":\"a\"},\"finish_reason\":null,\"logprobs\":null}],\"usage\":null}");
    }

    @ParameterizedTest
    @CsvSource({"eos,stop", "model_length,length", "tool_calls,stop", "function_call,function_call"})
    void the_finish_reason_is_a_word_of_the_format(String provider, String told) {
        JsonNode last = chunks(delta("{\"content\":\"a\"}"), finish(provider)).get(1);

        assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"index\":0,\"id\":\"a\",%f}|{\"index\":0,\"id\":\"b\",%g}",
                "{\"id\":\"a\",%f}|{\"id\":\"b\",%g}",
                "{\"index\":0,%f}|{\"index\":0,%g}",
                "{\"index\":3,\"id\":\"a\",%f}|{\"index\":7,\"id\":\"b\",%g}"
            })
    void each_call_of_a_stream_has_an_index_of_its_own_an_id_and_a_type(String first, String second) {
        List<JsonNode> chunks = chunks(calls(first), calls(second), finish("stop"));

        for (int i = 0; i < 2; i++) {
            JsonNode call = chunks.get(i).at("/choices/0/delta/tool_calls/0");
            assertThat(call.path("index").asInt()).isEqualTo(i);
            assertThat(call.path("id").asText()).isNotEmpty();
            assertThat(call.path("type").asText()).isEqualTo("function");
        }
        assertThat(chunks.get(2).at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void what_names_a_call_is_told_once() {
        String again =
                "{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"1}\"}}";
        String start = "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}}";

        assertThat(chunks(calls(start), calls(again), finish("stop"))
                        .get(1)
                        .at("/choices/0/delta/tool_calls/0")
                        .toString())
                .isEqualTo("{\"index\":0,\"function\":{\"arguments\":\"1}\"}}");
    }

    @Test
    void a_client_is_told_the_ids_that_are_stored() {
        String f = "{\"index\":0," + F + "}";
        String late = "{\"index\":0,\"id\":\"late\",\"function\":{\"arguments\":\" \"}}";
        List<ChatEvent> events = Wire.stream(calls(f), calls(late), calls("{" + G + "}"), finish("stop"));

        List<String> told = new ArrayList<>();
        passedOn(events).forEach(chunk -> chunk.findValues("id").stream()
                .map(JsonNode::asText)
                .filter(id -> id.startsWith("call_"))
                .forEach(told::add));
        assertThat(told)
                .isEqualTo(Wire.blocks(ToolCall.class, events).stream()
                        .map(ToolCall::id)
                        .toList())
                .hasSize(2);
    }

    @Test
    void half_a_surrogate_pair_passes_to_the_client_as_it_is() {
        String half =
                "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\\\"\\uD83D\"}}";
        String rest = "{\"index\":0,\"function\":{\"arguments\":\"\\ude00\\\"}\"}}";

        assertThat(text(Wire.stream(calls(half), calls(rest), finish("stop")))).contains("\\uD83D", "\\ude00");
    }

    private static String calls(String fragment) {
        return delta("{\"tool_calls\":[" + fragment.replace("%f", F).replace("%g", G) + "]}");
    }

    private static JsonNode body(String json) {
        List<ChatEvent> events = Wire.decode(false, json.getBytes(UTF_8));
        return Wire.tree(encode(new ChatJsonEncoder(), events));
    }

    private static List<JsonNode> chunks(String... data) {
        return passedOn(Wire.stream(data));
    }

    private static List<JsonNode> passedOn(List<ChatEvent> events) {
        List<JsonNode> chunks = new ArrayList<>();
        for (String line : text(events).split("\n\n", -1)) {
            if (line.startsWith("data: {")) {
                chunks.add(Wire.tree(line.substring("data: ".length())));
            }
        }
        return chunks;
    }

    private static String text(List<ChatEvent> events) {
        return encode(new ChatStreamEncoder(true), events);
    }

    private static String encode(ReplyEncoder encoder, List<ChatEvent> events) {
        StringBuilder out = new StringBuilder();
        encoder.start(ChatEncoderTest.HEAD, bytes -> out.append(bytes.utf8()));
        events.forEach(event -> encoder.event(event, bytes -> out.append(bytes.utf8())));
        encoder.done(ChatEncoderTest.answer(events), bytes -> out.append(bytes.utf8()));
        return out.toString();
    }
}
