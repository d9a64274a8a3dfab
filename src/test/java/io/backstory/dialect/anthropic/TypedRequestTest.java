package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Message;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Options;
import io.backstory.chat.PromptCache;
import io.backstory.chat.ResponseFormat;
import io.backstory.chat.Role;
import io.backstory.chat.Tool;
import io.backstory.chat.ToolChoice;
import io.backstory.dialect.WireRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What another door's client asks, which has typed fields only. */
class TypedRequestTest {
    private static final int LIMIT = 4_096;

    @ParameterizedTest
    @ValueSource(strings = {"01_plain", "02_multiturn", "03_toolcall", "04_toolresult", "05_media"})
    void says_the_same_as_the_recorded_request_as_far_as_the_hub_has_words(String name) {
        JsonNode written = Fixtures.written(typed(Fixtures.passOn(Fixtures.read(name + ".request.json"))));

        ProviderRules.check(written);
        assertThat(PlainJson.of(written)).isEqualTo(PlainJson.of(Fixtures.json(name + ".request.json")));
    }

    @Test
    void a_request_without_a_limit_gets_one() {
        assertThat(write(Options.NONE).get("max_tokens").asInt()).isEqualTo(LIMIT);
        assertThat(write(Options.NONE.withMaxOutputTokens(7)).get("max_tokens").asInt())
                .isEqualTo(7);
    }

    @Test
    void a_lowered_limit_wins_over_the_clients_own() {
        Options options = Fixtures.read("01_plain.request.json").options().withMaxOutputTokens(9);

        assertThat(write(options).get("max_tokens").asInt()).isEqualTo(9);
    }

    @Test
    void a_limit_above_the_models_is_lowered() {
        assertThat(write(Options.NONE.withMaxOutputTokens(LIMIT + 1))
                        .get("max_tokens")
                        .asInt())
                .isEqualTo(LIMIT);
    }

    @Test
    void a_demanded_call_is_named_where_there_is_no_tool() {
        Options named = new Options(null, null, null, List.of(), choice("find"), null, null, null, NativeOptions.NONE);

        assertThat(new AnthropicUpstream().write(request(named, List.of())).ignored())
                .containsExactly("tool_choice");
    }

    @Test
    void temperature_is_brought_into_range() {
        Options hot = new Options(null, 1.7, 0.5, List.of("x", " "), null, null, null, null, NativeOptions.NONE);

        assertThat(write(hot).get("temperature").asDouble()).isEqualTo(1);
        assertThat(write(hot).get("top_p").asDouble()).isEqualTo(0.5);
        assertThat(write(hot).get("stop_sequences").toString()).isEqualTo("[\"x\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "auto|-|{\"type\":\"auto\"}",
                "none|false|{\"type\":\"none\"}",
                "required|-|{\"type\":\"any\"}",
                "required|false|{\"type\":\"any\",\"disable_parallel_tool_use\":true}",
                "find|true|{\"type\":\"tool\",\"name\":\"find\"}",
                "-|false|{\"type\":\"auto\",\"disable_parallel_tool_use\":true}"
            })
    void a_choice_of_tools_is_translated(@Nullable String choice, @Nullable Boolean parallel, String expected) {
        Options options =
                new Options(null, null, null, List.of(), choice(choice), parallel, null, null, NativeOptions.NONE);

        assertThat(write(options).get("tool_choice").toString()).isEqualTo(expected);
    }

    @Test
    void schema_and_effort_share_one_member() {
        ResponseFormat schema = new ResponseFormat.JsonSchema("s", "{\"type\":\"object\"}", true);
        Options options = new Options(null, null, null, List.of(), null, null, schema, "minimal", NativeOptions.NONE);

        assertThat(write(options).get("output_config").toString())
                .isEqualTo(
                        "{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}},\"effort\":\"low\"}");
    }

    @Test
    void what_has_no_equivalent_is_named() {
        NativeOptions chat = new NativeOptions("openai-chat", Map.of(), List.of("seed"));
        Options options =
                new Options(null, null, null, List.of(" "), null, null, new ResponseFormat.JsonObject(), "none", chat);
        Tool hosted = new Tool("search", null, null, null, null, false);

        WireRequest request = new AnthropicUpstream().write(request(options, List.of(hosted)));

        assertThat(request.ignored())
                .containsExactlyInAnyOrder("seed", "stop", "response_format", "reasoning_effort", "tools.search");
        assertThat(Fixtures.json(request.body()).has("tools")).isFalse();
        assertThat(Fixtures.json(request.body()).has("output_config")).isFalse();
    }

    @Test
    void several_instructions_are_blocks_of_the_system_member() {
        ChatRequest request = new ChatRequest(
                Fixtures.CLAUDE,
                List.of(Message.text(Role.SYSTEM, "One."), Message.text(Role.DEVELOPER, "Two.")),
                List.of(),
                List.of(),
                List.of(Message.text(Role.USER, "Hi")),
                Options.NONE,
                LIMIT,
                true,
                PromptCache.NONE);

        assertThat(Fixtures.written(request).get("system").toString())
                .isEqualTo("[{\"type\":\"text\",\"text\":\"One.\"},{\"type\":\"text\",\"text\":\"Two.\"}]");
        assertThat(Fixtures.written(request).get("stream").asBoolean()).isTrue();
    }

    private static @Nullable ToolChoice choice(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return name.equals("find") ? new ToolChoice.Named(name) : new ToolChoice.Mode(name);
    }

    private static JsonNode write(Options options) {
        return Fixtures.written(request(options, List.of(Tool.function("find", null, null))));
    }

    private static ChatRequest request(Options options, List<Tool> tools) {
        return new ChatRequest(
                Fixtures.CLAUDE,
                List.of(),
                tools,
                List.of(),
                List.of(Message.text(Role.USER, "Hi")),
                options,
                LIMIT,
                false,
                PromptCache.NONE);
    }

    /** Without anything a wire wrote. */
    private static ChatRequest typed(ChatRequest request) {
        Options o = request.options();
        return new ChatRequest(
                request.target(),
                request.instructions().stream().map(Message::withoutVerbatim).toList(),
                request.tools().stream()
                        .map(tool -> Tool.function(tool.name(), tool.description(), tool.parameters()))
                        .toList(),
                List.of(),
                request.input().stream().map(Message::withoutVerbatim).toList(),
                new Options(
                        o.maxOutputTokens(),
                        o.temperature(),
                        o.topP(),
                        o.stop(),
                        o.toolChoice(),
                        o.parallelToolCalls(),
                        o.responseFormat(),
                        o.reasoningEffort(),
                        NativeOptions.NONE),
                request.outputLimit(),
                request.stream(),
                PromptCache.NONE);
    }
}
