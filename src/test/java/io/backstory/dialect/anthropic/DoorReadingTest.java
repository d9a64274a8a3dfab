package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.ResponseFormat;
import io.backstory.chat.Role;
import io.backstory.chat.Tool;
import io.backstory.chat.ToolChoice;
import io.backstory.chat.TurnRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorReadingTest {

    @Test
    void a_thin_request_is_one_message_and_keeps_the_rest_of_the_session() {
        TurnRequest turn = read("");

        assertThat(turn.sessionId()).isNull();
        assertThat(turn.route()).isEqualTo("default");
        assertThat(turn.instructions()).isNull();
        assertThat(turn.tools()).isEmpty();
        assertThat(turn.stream()).isFalse();
        assertThat(turn.options().maxOutputTokens()).isEqualTo(300);
        assertThat(turn.input()).extracting(Message::joinedText).containsExactly("Hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "[]"})
    void an_empty_system_clears_the_instructions(String system) {
        assertThat(read(",\"system\":" + system).instructions()).isEmpty();
    }

    @Test
    void results_and_words_of_one_message_become_two_messages() {
        TurnRequest turn = Fixtures.read("07_tool_error_result.request.json");
        List<Message> answer = turn.input().subList(2, 4);

        assertThat(answer).extracting(Message::role).containsExactly(Role.TOOL, Role.USER);
        assertThat(answer.get(0).toolResults())
                .extracting(Content.ToolResult::callId, Content.ToolResult::error)
                .containsExactly(
                        tuple("toolu_01Xk4uVf7RzqNn2WbLs9GyTe", true), tuple("toolu_01Bc8pQm3HdJt6YxKe5RwZaU", false));
        assertThat(answer.get(1).joinedText()).isEqualTo("Give me what you have.");
    }

    @Test
    void a_call_keeps_the_text_of_its_input() {
        String call = "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\","
                + "\"input\":{ \"b\":1.50}}]}";

        TurnRequest turn = door().read(Bytes.utf8("{\"model\":\"m\",\"max_tokens\":1,\"messages\":[" + call + "]}"));

        assertThat(turn.input().get(0).toolCalls().get(0).arguments()).isEqualTo("{ \"b\":1.50}");
    }

    @Test
    void options_are_typed_and_kept_as_written() {
        TurnRequest turn = read(",\"temperature\":0.5,\"stop_sequences\":[\"x\"],\"top_k\":3,\"future\":1,"
                + "\"tool_choice\":{\"type\":\"any\",\"disable_parallel_tool_use\":true},"
                + "\"output_config\":{\"effort\":\"low\",\"format\":{\"type\":\"json_schema\",\"schema\":{}}}");

        assertThat(turn.options().temperature()).isEqualTo(0.5);
        assertThat(turn.options().stop()).containsExactly("x");
        assertThat(turn.options().toolChoice()).isEqualTo(ToolChoice.REQUIRED);
        assertThat(turn.options().parallelToolCalls()).isFalse();
        assertThat(turn.options().reasoningEffort()).isEqualTo("low");
        assertThat(turn.options().responseFormat()).isEqualTo(new ResponseFormat.JsonSchema("output", "{}", null));
        assertThat(turn.options().nativeOptions().untranslated()).containsExactly("top_k", "future");
        assertThat(turn.options().nativeOptions().members())
                .containsEntry("top_k", Bytes.utf8("3"))
                .doesNotContainKeys("model", "messages");
    }

    @Test
    void what_the_gateway_does_itself_is_taken_out_and_reported() {
        TurnRequest turn = read(",\"context_management\":{\"edits\":[]}");

        assertThat(new AnthropicUpstream().write(Fixtures.passOn(turn)).ignored())
                .containsExactly("context_management");
        assertThat(Fixtures.written(Fixtures.passOn(turn)).has("context_management"))
                .isFalse();
    }

    @Test
    void a_hosted_tool_is_kept_for_a_provider_of_the_same_format() {
        TurnRequest turn = read(",\"tools\":[{\"type\":\"web_search_20260101\",\"name\":\"web_search\"}]");

        assertThat(Fixtures.passOn(turn).tools()).noneMatch(Tool::isFunction);
        assertThat(Fixtures.written(Fixtures.passOn(turn)).get("tools").toString())
                .isEqualTo("[{\"type\":\"web_search_20260101\",\"name\":\"web_search\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"max_tokens\":1,\"messages\":[]}|model|MISSING_REQUIRED_PARAMETER",
                "{\"model\":\"m\",\"messages\":[]}|max_tokens|MISSING_REQUIRED_PARAMETER",
                "{\"model\":\"m\",\"max_tokens\":1}|messages|MISSING_REQUIRED_PARAMETER",
                "{\"model\":\"m\",\"max_tokens\":1,\"messages\":[]}|messages|INVALID_REQUEST",
                "{\"model\":5,\"max_tokens\":1,\"messages\":[]}|model|INVALID_REQUEST"
            })
    void what_is_missing_is_named(String body, String param, Kind kind) {
        assertRefused(body, param, kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"max_tokens\":-1|max_tokens|INVALID_REQUEST",
                "\"temperature\":2|temperature|INVALID_REQUEST",
                "\"stream\":\"yes\"|stream|INVALID_REQUEST",
                "\"stop_sequences\":[1]|stop_sequences.0|INVALID_REQUEST",
                "\"tool_choice\":{\"type\":\"x\"}|tool_choice.type|INVALID_REQUEST",
                "\"tools\":[{\"name\":\"f\"}]|tools.0.input_schema|MISSING_REQUIRED_PARAMETER",
                "\"system\":[{\"type\":\"image\"}]|system.0.type|INVALID_REQUEST",
                "\"thread\":{\"type\":\"create\"}|thread|UNSUPPORTED_PARAMETER",
                "\"mcp_servers\":[]|mcp_servers|UNSUPPORTED_PARAMETER",
                "\"base_url\":\"http://x\"|base_url|UNSUPPORTED_PARAMETER",
                "\"apiKey\":\"k\"|apiKey|UNSUPPORTED_PARAMETER"
            })
    void a_wrong_member_is_named(String member, String param, Kind kind) {
        String other = member.startsWith("\"max_tokens\"") ? "" : ",\"max_tokens\":1";
        assertRefused("{\"model\":\"m\"," + member + other + ",\"messages\":[" + USER + "]}", param, kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"tool\",\"content\":\"x\"}|messages.0.role|INVALID_REQUEST",
                "{\"role\":\"user\"}|messages.0.content|MISSING_REQUIRED_PARAMETER",
                "{\"role\":\"user\",\"content\":\" \"}|messages.0.content|INVALID_REQUEST",
                "{\"role\":\"user\",\"content\":[]}|messages.0.content|INVALID_REQUEST",
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"\"}]}|messages.0.content.0.text|INVALID_REQUEST",
                "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\"}]}"
                        + "|messages.0.content.0.tool_use_id|MISSING_REQUIRED_PARAMETER",
                "{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\"}}]}"
                        + "|messages.0.content.0.source.url|MISSING_REQUIRED_PARAMETER",
                "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":\"{}\"}]}"
                        + "|messages.0.content.0.input|INVALID_REQUEST"
            })
    void a_wrong_message_is_named(String message, String param, Kind kind) {
        assertRefused("{\"model\":\"m\",\"max_tokens\":1,\"messages\":[" + message + "]}", param, kind);
    }

    private static final String USER = "{\"role\":\"user\",\"content\":\"Hi\"}";

    private static AnthropicMessagesDoor door() {
        return new AnthropicMessagesDoor();
    }

    private static TurnRequest read(String more) {
        return door().read(Bytes.utf8(
                "{\"model\":\"default\",\"max_tokens\":300,\"messages\":[" + USER + "]" + more + "}"));
    }

    private static void assertRefused(String body, String param, Kind kind) {
        ChatException refusal = catchThrowableOfType(ChatException.class, () -> door().read(Bytes.utf8(body)));

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal).hasMessageStartingWith(param + ": ");
    }
}
