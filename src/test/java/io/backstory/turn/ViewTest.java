package io.backstory.turn;

import static io.backstory.turn.Conversations.assistant;
import static io.backstory.turn.Conversations.calls;
import static io.backstory.turn.Conversations.results;
import static io.backstory.turn.Conversations.turn;
import static io.backstory.turn.Conversations.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Content;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewTest {

    @Test
    void shows_an_ordinary_log_as_it_is() {
        List<Turn> log = List.of(
                turn(1, user("Look."), calls("a"), FinishReason.TOOL_CALLS),
                turn(2, results("a"), assistant("Seen.")),
                turn(3, user("Thanks."), assistant("Sure.")));

        assertThat(View.of(log)).isSameAs(log);
    }

    @Test
    void answers_calls_the_user_spoke_over_without_changing_the_log() {
        Turn spokeOver = turn(2, user("Never mind."), assistant("Fine."));
        List<Turn> log = List.of(turn(1, user("Look."), calls("a", "b"), FinishReason.TOOL_CALLS), spokeOver);

        List<Message> shown = View.of(log).get(1).input();

        assertThat(shown).hasSize(2);
        assertThat(shown.get(0).role()).isEqualTo(Role.TOOL);
        assertThat(shown.get(0).toolResults()).allMatch(result -> result.error());
        assertThat(shown.get(0).toolResults())
                .extracting(result -> result.callId())
                .containsExactly("a", "b");
        assertThat(log.get(1)).isSameAs(spokeOver);
    }

    @Test
    void answers_only_the_calls_that_were_left_open() {
        List<Turn> log = List.of(
                turn(1, user("Look."), calls("a", "b"), FinishReason.TOOL_CALLS),
                turn(2, results("b"), assistant("Half seen.")));

        assertThat(View.of(log).get(1).input().get(0).toolResults())
                .extracting(result -> result.callId())
                .containsExactly("a");
    }

    @Test
    void leaves_out_a_call_that_was_cut_off() {
        List<Turn> log = List.of(
                turn(1, user("Look."), calls("a"), FinishReason.LENGTH), turn(2, user("Go on."), assistant("Yes.")));

        List<Turn> view = View.of(log);

        assertThat(view.get(0).toolCalls()).isEmpty();
        assertThat(view.get(1)).isSameAs(log.get(1));
    }

    @ParameterizedTest
    @EnumSource(
            value = FinishReason.class,
            names = {"LENGTH", "CANCELLED"})
    void keeps_the_text_of_a_reply_that_was_cut_off_and_leaves_out_its_loose_end(FinishReason finish) {
        Content.Reasoning thought = new Content.Reasoning("hm", "signed");
        Content.Text text = new Content.Text("Let me see.");
        Message cutOff = Message.of(Role.ASSISTANT, thought, text, thought, new Content.ToolCall("a", "look", "{\"a"));

        List<Turn> view = View.of(List.of(turn(1, user("Look."), cutOff, finish)));

        assertThat(view.get(0).output()).containsExactly(Message.of(Role.ASSISTANT, thought, text));
    }

    @Test
    void shows_a_text_that_was_cut_off_as_it_is_stored() {
        List<Turn> log = List.of(turn(1, user("Tell."), assistant("Once upon"), FinishReason.LENGTH));

        assertThat(View.of(log)).isSameAs(log);
    }

    @Test
    void leaves_no_empty_message_where_a_reply_was_nothing_but_a_cut_off_call() {
        List<Turn> log = List.of(turn(1, user("Look."), calls("a"), FinishReason.LENGTH));

        assertThat(View.of(log).get(0).output()).isEmpty();
    }

    @Test
    void answers_the_calls_an_imported_turn_ends_in() {
        Turn imported = turn(1, user("Look."), calls("a"))
                .withInput(List.of(user("Look."), calls("a")))
                .withOutput(List.of());
        List<Turn> log = List.of(imported, turn(2, user("Never mind."), assistant("Fine.")));

        assertThat(View.openCalls(List.of(imported)))
                .extracting(call -> call.id())
                .containsExactly("a");
        assertThat(View.of(log).get(1).input().get(0).toolResults())
                .extracting(result -> result.callId())
                .containsExactly("a");
    }

    @Test
    void keeps_calls_open_across_a_refused_turn() {
        List<Turn> log = List.of(
                turn(1, user("Look."), calls("a"), FinishReason.TOOL_CALLS),
                turn(2, user("Something refused."), assistant(""), FinishReason.CONTENT_FILTER));

        assertThat(View.openCalls(View.of(log))).extracting(call -> call.id()).containsExactly("a");
    }
}
