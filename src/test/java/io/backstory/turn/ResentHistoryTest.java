package io.backstory.turn;

import static io.backstory.turn.Conversations.assistant;
import static io.backstory.turn.Conversations.calls;
import static io.backstory.turn.Conversations.results;
import static io.backstory.turn.Conversations.turn;
import static io.backstory.turn.Conversations.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResentHistoryTest {
    private static final List<Turn> LOG = List.of(
            turn(1, user("My name is Ada."), assistant("Hello, Ada.")), turn(2, user("Thanks."), assistant("Sure.")));

    @Test
    void takes_everything_as_new_when_no_assistant_message_is_there() {
        assertThat(split(user("My name is Ada."))).isEqualTo(newOnly(user("My name is Ada.")));
    }

    @Test
    void finds_only_the_last_message_new_when_the_whole_history_is_resent() {
        assertThat(split(
                        user("My name is Ada."),
                        assistant("Hello, Ada."),
                        user("Thanks."),
                        assistant("Sure."),
                        user("What is my name?")))
                .isEqualTo(newOnly(user("What is my name?")));
    }

    @Test
    void recognises_the_end_of_the_log_that_a_trimming_client_sends() {
        assertThat(split(user("Thanks."), assistant("Sure."), user("And now?"))).isEqualTo(newOnly(user("And now?")));
    }

    @Test
    void recognises_the_assistant_message_sent_along_with_tool_results() {
        List<Turn> log = List.of(turn(1, user("Look."), calls("a", "b")));

        assertThat(ResentHistory.split(List.of(calls("a", "b"), results("a", "b")), log))
                .isEqualTo(newOnly(results("a", "b")));
    }

    @Test
    void ignores_outer_white_space_and_line_end_styles() {
        List<Turn> log = List.of(turn(1, user("Two\nlines"), assistant("Yes.\n")));

        assertThat(ResentHistory.split(List.of(user(" Two\r\nlines "), assistant("Yes."), user("Go on.")), log))
                .isEqualTo(newOnly(user("Go on.")));
    }

    @Test
    void imports_what_an_empty_session_does_not_know() {
        ResentHistory.Split split =
                ResentHistory.split(List.of(user("Hi."), assistant("Hello."), user("Again.")), List.of());

        assertThat(split.imported()).containsExactly(user("Hi."), assistant("Hello."));
        assertThat(split.input()).containsExactly(user("Again."));
    }

    @Test
    void imports_only_the_part_after_the_log_when_the_client_knows_more() {
        ResentHistory.Split split = split(
                user("My name is Ada."),
                assistant("Hello, Ada."),
                user("Thanks."),
                assistant("Sure."),
                user("Elsewhere."),
                assistant("Noted."),
                user("Now?"));

        assertThat(split.imported()).containsExactly(user("Elsewhere."), assistant("Noted."));
        assertThat(split.input()).containsExactly(user("Now?"));
    }

    @Test
    void refuses_a_history_that_differs_and_says_where() {
        assertThatThrownBy(() -> split(user("My name is Bob."), assistant("Hello, Bob."), user("Hm?")))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TURN_CONFLICT))
                .hasMessageContaining("at message 1");
    }

    @Test
    void refuses_a_request_that_ends_with_the_assistant() {
        assertThatThrownBy(() -> split(user("Thanks."), assistant("Sure."))).hasMessageContaining("nothing new");
    }

    private static ResentHistory.Split split(Message... request) {
        return ResentHistory.split(List.of(request), LOG);
    }

    private static ResentHistory.Split newOnly(Message message) {
        return new ResentHistory.Split(List.of(), List.of(message));
    }
}
