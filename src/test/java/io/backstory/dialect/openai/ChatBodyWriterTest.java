package io.backstory.dialect.openai;

import static io.backstory.dialect.openai.Requests.ELSEWHERE;
import static io.backstory.dialect.openai.Requests.TARGET;
import static io.backstory.dialect.openai.Requests.body;
import static io.backstory.dialect.openai.Requests.call;
import static io.backstory.dialect.openai.Requests.nativeOptions;
import static io.backstory.dialect.openai.Requests.turn;
import static io.backstory.dialect.openai.Requests.withOptions;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Content;
import io.backstory.chat.FragmentKey;
import io.backstory.chat.Message;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Options;
import io.backstory.chat.PromptCache;
import io.backstory.chat.ResponseFormat;
import io.backstory.chat.Role;
import io.backstory.chat.Tool;
import io.backstory.chat.ToolChoice;
import io.backstory.chat.Turn;
import io.backstory.chat.Verbatim;
import io.backstory.dialect.WireRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatBodyWriterTest {
    private static final OpenAiChatUpstream UPSTREAM = new OpenAiChatUpstream();
    private static final Message QUESTION = Message.text(Role.USER, "q");
    private static final Tool LOOKUP = Tool.function("lookup", "Looks up.", "{\"type\":\"object\"}");

    @Test
    void writes_instructions_history_and_input_in_that_order() {
        Turn past = turn(1, ELSEWHERE, List.of(QUESTION), Message.text(Role.ASSISTANT, "a"));
        ChatRequest request = new ChatRequest(
                TARGET,
                List.of(Message.text(Role.SYSTEM, "s")),
                List.of(),
                List.of(past),
                List.of(Message.text(Role.USER, "now")),
                Options.NONE,
                4_096,
                false,
                PromptCache.NONE);

        assertThat(body(request))
                .isEqualTo("{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
                        + "{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"},"
                        + "{\"role\":\"user\",\"content\":\"now\"}]}");
        assertThat(UPSTREAM.write(request).path()).isEqualTo("/chat/completions");
    }

    @Test
    void sends_a_reply_back_as_it_came_only_to_where_it_came_from() {
        Message reply = new Message(
                Role.ASSISTANT, List.of(new Content.Text("a")), new Verbatim("openai-chat", Bytes.utf8("{\"own\":1}")));

        assertThat(body(call(List.of(turn(1, TARGET, List.of(QUESTION), reply)))))
                .contains("{\"own\":1}");
        assertThat(body(call(List.of(turn(1, null, List.of(QUESTION), reply))))).contains("{\"own\":1}");
        assertThat(body(call(List.of(turn(1, ELSEWHERE, List.of(QUESTION), reply)))))
                .doesNotContain("own")
                .contains("{\"role\":\"assistant\",\"content\":\"a\"}");
    }

    @Test
    void splices_what_a_client_wrote_in_this_format_and_nothing_else() {
        Verbatim ours =
                new Verbatim("openai-chat", Bytes.utf8("{ \"role\":\"user\",\"content\":\"q\",\"name\":\"x\"}"));
        Verbatim other = new Verbatim("anthropic-messages", Bytes.utf8("{\"foreign\":1}"));

        assertThat(body(call(List.of(), new Message(Role.USER, QUESTION.content(), ours))))
                .contains(ours.json().utf8());
        assertThat(body(call(List.of(), new Message(Role.USER, QUESTION.content(), other))))
                .contains("{\"role\":\"user\",\"content\":\"q\"}")
                .doesNotContain("foreign");
    }

    @Test
    void renders_a_turn_once() {
        Turn past = turn(1, TARGET, List.of(QUESTION), Message.text(Role.ASSISTANT, "a"));
        body(call(List.of(past)));
        FragmentKey key = new FragmentKey("openai-chat", true, FragmentKey.Form.FULL);

        assertThat(past.fragments()
                        .get(key, missing -> {
                            throw new AssertionError("rendered again");
                        })
                        .json()
                        .utf8())
                .isEqualTo("{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}");
    }

    @Test
    void counts_the_signed_reasoning_it_leaves_out() {
        Message reply = Message.of(
                Role.ASSISTANT,
                new Content.Reasoning("open", null),
                new Content.Reasoning("", "sig"),
                new Content.Opaque("anthropic-messages", "redacted_thinking", Bytes.utf8("{}")),
                new Content.Text("a"));

        WireRequest written = UPSTREAM.write(call(List.of(turn(1, ELSEWHERE, List.of(QUESTION), reply))));

        assertThat(written.droppedReasoning()).isEqualTo(2);
        assertThat(written.body().utf8()).contains("{\"role\":\"assistant\",\"content\":\"a\"}");
    }

    @Test
    void passes_the_clients_own_options_on_and_asks_for_usage() {
        Options options = nativeOptions(
                null,
                "openai-chat",
                "{\"seed\":7,\"temperature\":1.0,\"new\":[1, 2],\"stream_options\":{\"x\":1,\"include_usage\":false}}");

        assertThat(body(withOptions(options, true)))
                .isEqualTo("{\"model\":\"gpt-4.1\",\"seed\":7,\"temperature\":1.0,\"new\":[1, 2],\"messages\":[],"
                        + "\"stream\":true,\"stream_options\":{\"x\":1,\"include_usage\":true}}");
        assertThat(body(withOptions(options, false))).doesNotContain("stream");
    }

    @Test
    void the_gateways_limit_wins_over_the_clients() {
        assertThat(body(withOptions(nativeOptions(10, "openai-chat", "{\"max_tokens\":99}"), false)))
                .contains("\"max_tokens\":10");
        assertThat(body(withOptions(nativeOptions(10, "openai-chat", "{}"), false)))
                .contains("\"max_completion_tokens\":10");
        assertThat(body(withOptions(nativeOptions(null, "openai-chat", "{\"max_tokens\":99}"), false)))
                .contains("\"max_tokens\":99");
    }

    @Test
    void names_what_the_door_took_out_of_its_own_format() {
        Options options = nativeOptions(null, "openai-chat", "{\"seed\":1}", "seed", "store");

        assertThat(UPSTREAM.write(withOptions(options, false)).ignored()).containsExactly("store");
    }

    @Test
    void names_a_choice_that_has_nothing_to_choose_from() {
        assertThat(UPSTREAM.write(withOptions(choosing(ToolChoice.REQUIRED), false))
                        .ignored())
                .containsExactly("tool_choice");
        assertThat(UPSTREAM.write(withOptions(choosing(ToolChoice.AUTO), false)).ignored())
                .isEmpty();
    }

    private static Options choosing(ToolChoice choice) {
        return new Options(null, null, null, List.of(), choice, null, null, null, NativeOptions.NONE);
    }

    @Test
    void names_what_another_format_cannot_say_here() {
        Tool hosted = new Tool("web", null, null, null, null, false);
        WireRequest written = UPSTREAM.write(
                withOptions(nativeOptions(5, "anthropic-messages", "{\"top_k\":1}", "top_k"), false, hosted));

        assertThat(written.ignored()).containsExactly("top_k", "tools.web");
        assertThat(written.body().utf8())
                .isEqualTo("{\"model\":\"gpt-4.1\",\"max_completion_tokens\":5,\"temperature\":0.5,\"messages\":[]}");
    }

    @Test
    void writes_every_typed_option() {
        Options options = new Options(
                9,
                0.25,
                1.0,
                List.of("x", "y"),
                new ToolChoice.Named("lookup"),
                false,
                new ResponseFormat.JsonSchema("shape", "{\"type\":\"object\"}", true),
                "low",
                NativeOptions.NONE);

        assertThat(Wire.tree(body(withOptions(options, true, LOOKUP))))
                .isEqualTo(Wire.json("openai-chat-door/typed_options.request.json"));
    }

    @Test
    void leaves_the_tool_choice_out_where_there_is_no_tool() {
        Options options =
                new Options(null, null, null, List.of(), ToolChoice.AUTO, true, null, null, NativeOptions.NONE);

        assertThat(body(withOptions(options, false))).doesNotContain("tool");
    }

    @Test
    void sends_a_bearer_token_or_nothing() {
        assertThat(UPSTREAM.authorization("k")).isEqualTo(Map.of("authorization", "Bearer k"));
        assertThat(UPSTREAM.authorization("")).isEmpty();
    }

    @Test
    void names_the_conversation_to_a_cache_that_wants_a_key() {
        ChatRequest request = call(List.of(), QUESTION).withCache(new PromptCache(PromptCache.Rule.KEY, "c1"));

        assertThat(body(request)).contains("\"prompt_cache_key\":\"c1\"").doesNotContain("breakpoint");
        assertThat(body(call(List.of(), QUESTION))).doesNotContain("prompt_cache_key");
    }

    @Test
    void keeps_the_cache_key_a_client_sends_itself() {
        Options own = nativeOptions(null, "openai-chat", "{\"prompt_cache_key\":\"mine\"}");
        ChatRequest request = withOptions(own, false).withCache(new PromptCache(PromptCache.Rule.KEY, "c1"));

        assertThat(body(request)).contains("\"prompt_cache_key\":\"mine\"").doesNotContain("c1");
    }

    @Test
    void puts_the_breakpoint_behind_the_last_instruction() {
        ChatRequest request = new ChatRequest(
                TARGET,
                List.of(Message.text(Role.SYSTEM, "s"), Message.text(Role.DEVELOPER, "d")),
                List.of(),
                List.of(),
                List.of(QUESTION),
                Options.NONE,
                9,
                false,
                new PromptCache(PromptCache.Rule.BREAKPOINT, "c1"));

        assertThat(body(request))
                .contains("{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"developer\",\"content\":"
                        + "[{\"type\":\"text\",\"text\":\"d\",\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"}}]}");
    }
}
