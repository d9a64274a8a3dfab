package io.backstory.turn;

import static io.backstory.turn.Conversations.assistant;
import static io.backstory.turn.Conversations.calls;
import static io.backstory.turn.Conversations.request;
import static io.backstory.turn.Conversations.results;
import static io.backstory.turn.Conversations.turn;
import static io.backstory.turn.Conversations.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.ChatException;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnRequest.OpenCalls;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewInputTest {
    private static final List<Turn> WAITING = List.of(turn(1, user("Look."), calls("a", "b"), FinishReason.TOOL_CALLS));

    @Test
    void accepts_results_for_all_open_calls() {
        NewInput input = NewInput.of(request(OpenCalls.REFUSE, results("a", "b")), WAITING);

        assertThat(input.shown()).containsExactly(results("a", "b"));
    }

    @Test
    void names_the_call_that_is_left_open() {
        assertFails(OpenCalls.REFUSE, Kind.TOOL_RESULT_MISSING, "function call b.", results("a"));
        assertFails(OpenCalls.SYNTHESIZE, Kind.TOOL_RESULT_MISSING, "function call b.", results("a"));
    }

    @Test
    void refuses_a_user_message_while_calls_are_open_where_the_door_says_so() {
        assertFails(OpenCalls.REFUSE, Kind.TOOL_RESULT_MISSING, "function calls a, b.", user("Hello?"));
    }

    @Test
    void answers_open_calls_itself_where_the_door_says_so() {
        NewInput input = NewInput.of(request(OpenCalls.SYNTHESIZE, user("Hello?")), WAITING);

        assertThat(input.synthesized()).extracting(call -> call.id()).containsExactly("a", "b");
        assertThat(input.shown()).extracting(Message::role).containsExactly(Role.TOOL, Role.USER);
        assertThat(input.input()).containsExactly(user("Hello?"));
    }

    @Test
    void refuses_a_result_nobody_asked_for() {
        List<Turn> idle = List.of(turn(1, user("Hi."), assistant("Hello.")));

        assertThatThrownBy(() -> NewInput.of(request(OpenCalls.REFUSE, results("x")), idle))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOOL_CALL_NOT_FOUND))
                .hasMessage("No tool call found for function call output with call_id x.");
    }

    @Test
    void refuses_two_results_for_one_call() {
        assertFails(OpenCalls.REFUSE, Kind.TOOL_CALL_NOT_FOUND, "call_id a.", results("a", "a", "b"));
    }

    private static void assertFails(OpenCalls openCalls, Kind kind, String text, Message input) {
        assertThatThrownBy(() -> NewInput.of(request(openCalls, input), WAITING))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(text);
    }
}
