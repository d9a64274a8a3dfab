package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Content;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import io.backstory.dialect.StrictJson;
import io.backstory.dialect.WireRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConversationTest {
    private static final Message HELLO = Message.text(Role.USER, "Hello");
    private static final String SIGNED =
            "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"},"
                    + "{\"type\":\"text\", \"text\":\"Hi\"}]}";
    private static final Message REPLY = new Message(
            Role.ASSISTANT,
            List.of(new Content.Reasoning("hm", "s"), new Content.Text("Hi")),
            Conversations.written(SIGNED));

    @Test
    void a_reply_goes_back_to_its_origin_byte_for_byte() {
        Turn turn = Conversations.turn(Fixtures.CLAUDE, FinishReason.STOP, List.of(HELLO), REPLY);

        assertThat(messages(List.of(turn), HELLO))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"Hello\"}," + SIGNED
                        + ",{\"role\":\"user\",\"content\":\"Hello\"}]");
    }

    @Test
    void a_reply_goes_elsewhere_without_its_reasoning_and_the_loss_is_told() {
        Turn turn = Conversations.turn(Fixtures.GPT, FinishReason.STOP, List.of(HELLO), REPLY);

        WireRequest request = new AnthropicUpstream().write(Conversations.request(List.of(turn), HELLO));

        assertThat(request.droppedReasoning()).isEqualTo(1);
        assertThat(messages(request))
                .contains("{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}");
    }

    @Test
    void a_turn_is_rendered_once_for_each_kind_of_target() {
        Turn turn = Conversations.turn(Fixtures.CLAUDE, FinishReason.STOP, List.of(HELLO), REPLY);
        ChatRequest request = Conversations.request(List.of(turn), HELLO);

        new AnthropicUpstream().write(request);
        long once = turn.fragments().size();
        new AnthropicUpstream().write(request);
        assertThat(turn.fragments().size()).isEqualTo(once).isPositive();

        new AnthropicUpstream().write(request.withTarget(Fixtures.GPT));
        assertThat(turn.fragments().size()).isGreaterThan(once);
    }

    @Test
    void results_come_first_in_one_message_with_what_the_user_says() {
        Message call = Message.of(Role.ASSISTANT, new Content.ToolCall("a:1", "find", "{\"x\": 1.0}"));
        Turn turn = Conversations.turn(Fixtures.GPT, FinishReason.TOOL_CALLS, List.of(HELLO), call);
        Message result = Message.of(Role.TOOL, new Content.ToolResult("a:1", List.of(), true));

        String id = ToolIds.legal("a:1");
        assertThat(messages(List.of(turn), HELLO, result))
                .endsWith("{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"" + id
                        + "\",\"name\":\"find\",\"input\":{\"x\": 1.0}}]},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"" + id
                        + "\",\"is_error\":true},{\"type\":\"text\",\"text\":\"Hello\"}]}]");
    }

    @Test
    void a_result_written_with_anothers_illegal_id_is_written_anew() {
        String wire = "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"a:1\"}]}";
        Message result = new Message(
                Role.TOOL, List.of(new Content.ToolResult("a:1", List.of(), false)), Conversations.written(wire));

        assertThat(messages(List.of(), result)).contains("\"tool_use_id\":\"" + ToolIds.legal("a:1") + "\"");
    }

    @Test
    void a_reply_without_anything_to_say_is_left_out() {
        Message nothing = Message.of(Role.ASSISTANT, new Content.Text(" "), new Content.Reasoning("hm", null));
        Turn turn = Conversations.turn(Fixtures.GPT, FinishReason.STOP, List.of(HELLO), nothing);

        assertThat(messages(List.of(turn), HELLO)).doesNotContain("assistant");
    }

    @Test
    void what_a_client_imported_goes_back_as_it_wrote_it() {
        Turn turn = Conversations.turn(null, FinishReason.STOP, List.of(HELLO), REPLY);

        assertThat(messages(List.of(turn), HELLO)).contains(SIGNED);
    }

    @Test
    void an_instruction_in_the_middle_is_framed_as_the_users() {
        assertThat(messages(List.of(), HELLO, Message.text(Role.DEVELOPER, "Be brief.")))
                .isEqualTo("[{\"role\":\"user\",\"content\":\"Hello\"},"
                        + "{\"role\":\"user\",\"content\":\"[system]\\nBe brief.\\n[/system]\"}]");
    }

    @Test
    void a_system_message_of_this_format_keeps_its_role_only_towards_the_model_that_took_it() {
        Message system = new Message(
                Role.SYSTEM,
                List.of(new Content.Text("Be brief.")),
                Conversations.written("{\"role\":\"system\",\"content\":\"Be brief.\"}"));
        Message said = Message.text(Role.ASSISTANT, "Hi");
        Turn own = Conversations.turn(Fixtures.CLAUDE, FinishReason.STOP, List.of(HELLO, system), said);
        Turn other = Conversations.turn(Fixtures.GPT, FinishReason.STOP, List.of(HELLO, system), said);

        assertThat(messages(List.of(own), HELLO)).contains("\"role\":\"system\"");
        assertThat(messages(List.of(other), HELLO)).contains("[system]").doesNotContain("\"role\":\"system\"");
        assertThat(messages(List.of(), system, HELLO)).doesNotContain("\"role\":\"system\"");
    }

    @Test
    void a_prompt_never_begins_with_the_model() {
        Turn imported = Conversations.turn(null, FinishReason.STOP, List.of(), Message.text(Role.ASSISTANT, "Hi"));

        assertThat(messages(List.of(imported), HELLO)).startsWith("[{\"role\":\"user\"");
    }

    @Test
    void a_last_word_of_the_model_ends_without_white_space() {
        assertThat(messages(List.of(), HELLO, Message.text(Role.ASSISTANT, "So \n")))
                .endsWith("\"text\":\"So\"}]}]");
    }

    @Test
    void cache_markers_of_the_past_are_taken_out_but_not_from_a_tools_input() {
        String past = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\",\"cache_control\":{}},"
                + "{\"type\":\"tool_use\",\"input\":{\"cache_control\":1}}]}";
        Message message = new Message(Role.USER, List.of(new Content.Text("Hi")), Conversations.written(past));
        Turn turn = Conversations.turn(Fixtures.CLAUDE, FinishReason.STOP, List.of(message), REPLY);

        assertThat(messages(List.of(turn), message))
                .contains(
                        "[{\"type\":\"text\",\"text\":\"Hi\"},{\"type\":\"tool_use\",\"input\":{\"cache_control\":1}}]")
                .endsWith(past + "]");
    }

    private static String messages(List<Turn> history, Message... input) {
        return messages(new AnthropicUpstream().write(Conversations.request(history, input)));
    }

    private static String messages(WireRequest request) {
        return StrictJson.members(request.body())
                .getOrDefault("messages", Bytes.EMPTY)
                .utf8();
    }
}
