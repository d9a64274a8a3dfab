package io.backstory.window;

import static io.backstory.window.Logs.asks;
import static io.backstory.window.Logs.chat;
import static io.backstory.window.Logs.loops;
import static io.backstory.window.Logs.seqs;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.FinishReason;
import io.backstory.chat.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final InputTokens QUESTION = InputTokens.user(10);
    private static final InputTokens RESULTS = InputTokens.results(10);

    @Test
    void a_refused_step_takes_its_tool_loop_along() {
        View view = View.of(
                List.of(
                        chat(1, 10),
                        asks(2, 10, "a"),
                        loops(3, 10, List.of("a"), "b"),
                        refusedStep(4, "b"),
                        chat(5, 10)),
                QUESTION);

        assertThat(seqs(view.turns())).containsExactly(1, 5);
        assertThat(view.excluded()).containsExactly(2, 3, 4);
        assertThat(view.tokens()).isEqualTo(20);
    }

    @Test
    void a_refused_newest_step_takes_its_tool_loop_along() {
        View view = View.of(List.of(chat(1, 10), asks(2, 10, "a"), refusedStep(3, "a")), QUESTION);

        assertThat(seqs(view.turns())).containsExactly(1);
    }

    @Test
    void results_of_a_refused_reply_go_with_it() {
        Turn filtered =
                Logs.turn(1, List.of(Logs.user()), List.of(Logs.assistant("a")), FinishReason.CONTENT_FILTER, 10);

        View view = View.of(List.of(filtered, loops(2, 10, List.of("a")), chat(3, 10)), QUESTION);

        assertThat(seqs(view.turns())).containsExactly(3);
    }

    @Test
    void a_loop_whose_step_was_repeated_stays() {
        View view = View.of(List.of(asks(1, 10, "a"), refusedStep(2, "a"), loops(3, 10, List.of("a"))), QUESTION);

        assertThat(seqs(view.turns())).containsExactly(1, 3);
    }

    @Test
    void calls_the_new_results_answer_stay() {
        assertThat(seqs(View.of(List.of(asks(1, 10, "a"), refusedStep(2, "a")), RESULTS)
                        .turns()))
                .containsExactly(1);
    }

    @Test
    void calls_that_the_next_turn_left_open_are_no_matter_of_the_view() {
        assertThat(seqs(View.of(List.of(asks(1, 10, "a"), chat(2, 10)), QUESTION)
                        .turns()))
                .containsExactly(1, 2);
    }

    private static Turn refusedStep(int seq, String answered) {
        return Logs.turn(
                seq,
                List.of(Logs.results(List.of(answered))),
                List.of(Logs.assistant()),
                FinishReason.CONTENT_FILTER,
                10);
    }
}
