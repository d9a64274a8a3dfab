package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Content.Attachment;
import io.backstory.chat.Content.AttachmentKind;
import io.backstory.chat.Content.Opaque;
import io.backstory.chat.Content.Reasoning;
import io.backstory.chat.Content.Refusal;
import io.backstory.chat.Content.Text;
import io.backstory.chat.Content.ToolCall;
import io.backstory.chat.Content.ToolResult;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Tool;
import io.backstory.chat.Verbatim;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts cost their length here, so that only the framing is at stake. */
class MessageTokensTest {
    private final MessageTokens tokens = new MessageTokens(String::length);

    @Test
    void every_kind_of_block_has_a_price() {
        assertThat(price(new Text("12345"))).isEqualTo(5);
        assertThat(price(new Refusal("1234"))).isEqualTo(4);
        assertThat(price(new Reasoning("123", null))).isEqualTo(3);
        assertThat(price(new Reasoning("123", "signature"))).isEqualTo(3 + 3);
        assertThat(price(new Opaque("openai", "x", Bytes.utf8("[1,2,3]")))).isEqualTo(2);
        assertThat(price(new ToolCall("id", "look", "{}"))).isEqualTo(8 + 4 + 2);
        assertThat(price(new ToolResult("id", List.of(new Text("123"), new Text("45")), true)))
                .isEqualTo(8 + 5);
        assertThat(price(attachment("a.log", "123"))).isEqualTo(32 + 5 + 3);
    }

    @Test
    void keeps_the_attachments_apart() {
        InputTokens input = tokens.input(
                List.of(Message.of(Role.USER, attachment("a", "123"), new Text("12345"), attachment("b", "1"))));

        assertThat(input).isEqualTo(new InputTokens(4 + 36 + 5 + 34, 36 + 34, true, false));
    }

    @Test
    void tells_results_from_questions() {
        InputTokens input = tokens.input(List.of(Logs.results(List.of("a")), Logs.user()));

        assertThat(input.answersCalls()).isTrue();
        assertThat(input.startsExchange()).isFalse();
    }

    @Test
    void takes_results_whose_calls_are_in_the_input_for_a_whole_conversation() {
        InputTokens input =
                tokens.input(List.of(Logs.user(), Logs.assistant("a"), Logs.results(List.of("a")), Logs.user()));

        assertThat(input.answersCalls()).isFalse();
        assertThat(input.startsExchange()).isTrue();
    }

    @Test
    void an_input_without_a_user_message_starts_nothing() {
        assertThat(tokens.input(List.of(Message.text(Role.DEVELOPER, "x"))).startsExchange())
                .isFalse();
        assertThat(tokens.input(List.of(Logs.assistant(), Logs.user())).startsExchange())
                .isFalse();
    }

    @Test
    void a_tool_that_is_no_function_costs_its_definition() {
        Verbatim definition = new Verbatim("openai", Bytes.utf8("{\"type\":\"web_search\"}"));
        Tool hosted = new Tool("web_search", null, null, null, definition, false);

        assertThat(tokens.tools(List.of(hosted))).isEqualTo(16 + 6 + 21);
        assertThat(tokens.tools(List.of(Tool.function("f", null, null)))).isEqualTo(16 + 6 + 1);
    }

    private int price(Content block) {
        return tokens.of(List.of(Message.of(Role.USER, block))) - MessageTokens.MESSAGE;
    }

    private static Attachment attachment(String name, String content) {
        return new Attachment(name, AttachmentKind.LOG, content);
    }
}
