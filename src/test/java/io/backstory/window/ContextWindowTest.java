package io.backstory.window;

import static io.backstory.window.Logs.asks;
import static io.backstory.window.Logs.budget;
import static io.backstory.window.Logs.chat;
import static io.backstory.window.Logs.chats;
import static io.backstory.window.Logs.loops;
import static io.backstory.window.Logs.refused;
import static io.backstory.window.Logs.request;
import static io.backstory.window.Logs.seqs;
import static io.backstory.window.Logs.settings;
import static io.backstory.window.WindowSettings.Strategy.CACHE_STABLE;
import static io.backstory.window.WindowSettings.Strategy.SLIDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import io.backstory.window.Plan.Path;
import io.backstory.window.Plan.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextWindowTest {
    private final ContextWindow window = new ContextWindow();

    @Test
    void sends_everything_that_fits_without_a_tokenizer() {
        Plan plan = window.planUncounted(request(chats(100, 200, 300), 50, budget(1_000, CACHE_STABLE)))
                .orElseThrow();

        assertThat(seqs(plan.history())).containsExactly(1, 2, 3);
        assertThat(plan.cut()).isEqualTo(Cut.NONE);
        assertThat(plan.path()).isEqualTo(Path.BYTE_BOUND);
    }

    @Test
    void asks_for_a_tokenizer_when_bytes_do_not_decide() {
        assertThat(window.planUncounted(request(chats(500), 600, budget(1_000, CACHE_STABLE))))
                .isEmpty();
    }

    @Test
    void cuts_down_to_the_low_water_mark_and_keeps_the_cut() {
        List<Turn> log = chats(200, 200, 200, 200, 200);

        Plan first = window.plan(request(log, 100, budget(1_000, CACHE_STABLE)));
        assertThat(seqs(first.history())).containsExactly(3, 4, 5);
        assertThat(first.cut()).isEqualTo(new Cut(3, 1, 1, 1));
        assertThat(first.reason()).isEqualTo(Reason.OVERFLOW);
        assertThat(first.report().droppedTurns()).isEqualTo(2);
        assertThat(first.report().droppedTokens()).isEqualTo(400);
        assertThat(first.report().newCut()).isTrue();

        List<Turn> longer = new ArrayList<>(log);
        longer.add(chat(6, 100));
        Plan next = window.plan(inForce(first.cut(), request(longer, 50, budget(1_000, CACHE_STABLE))));
        assertThat(seqs(next.history())).containsExactly(3, 4, 5, 6);
        assertThat(next.cut()).isEqualTo(first.cut());
    }

    @Test
    void drops_just_enough_when_sliding() {
        Plan plan = window.plan(request(chats(200, 200, 200, 200, 200), 100, budget(1_000, SLIDING)));

        assertThat(seqs(plan.history())).containsExactly(2, 3, 4, 5);
    }

    @Test
    void keeps_the_stored_cut_when_the_budget_grows() {
        WindowRequest roomy = request(chats(200, 200, 200), 100, budget(100_000, CACHE_STABLE));

        Plan plan = window.plan(inForce(new Cut(3, 1, 1, 4), roomy));

        assertThat(seqs(plan.history())).containsExactly(3);
        assertThat(plan.cut()).isEqualTo(new Cut(3, 1, 1, 4));
    }

    @Test
    void clears_old_tool_results_before_it_drops_a_turn() {
        List<Turn> log = new ArrayList<>(List.of(asks(1, 20, "c1")));
        for (int seq = 2; seq <= 8; seq++) {
            Message result = Logs.results(List.of("c" + (seq - 1)), "long ".repeat(100));
            log.add(Logs.turn(seq, List.of(result), List.of(Logs.assistant("c" + seq)), FinishReason.STOP, 400));
        }

        Plan plan = window.plan(request(log, Logs.answer(100), Cut.NONE, settings(2_600, CACHE_STABLE, 0.9)));

        assertThat(seqs(plan.history())).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(plan.cut().from()).isEqualTo(1);
        assertThat(plan.report().clearedParts()).isPositive();
        assertThat(text(plan.history().get(1)))
                .isEqualTo("[tool result removed to fit the context window: 500 bytes; call the tool again if needed]");
        assertThat(text(plan.history().get(7))).startsWith("long long");
    }

    @Test
    void keeps_the_question_of_the_loop_it_cuts_into() {
        List<Turn> log = List.of(asks(1, 300, "a"), loops(2, 300, List.of("a"), "b"), loops(3, 300, List.of("b"), "c"));

        Plan plan = window.plan(request(log, Logs.answer(100), Cut.NONE, settings(800, CACHE_STABLE, 0.6)));

        assertThat(seqs(plan.history())).containsExactly(3);
        assertThat(plan.history().get(0).input()).containsExactly(Logs.user());
        assertThat(plan.history().get(0).output()).isEqualTo(log.get(2).output());
    }

    @Test
    void begins_with_a_user_message_without_the_results_beside_it() {
        Turn mixed = Logs.turn(
                2,
                List.of(Logs.results(List.of("a")), Message.text(Role.USER, "Stop.")),
                List.of(Logs.assistant()),
                FinishReason.STOP,
                300);

        Plan plan = window.plan(request(List.of(asks(1, 900, "a"), mixed), 100, budget(1_000, CACHE_STABLE)));

        assertThat(seqs(plan.history())).containsExactly(2);
        assertThat(plan.history().get(0).input()).containsExactly(Message.text(Role.USER, "Stop."));
    }

    @Test
    void leaves_out_a_refused_turn_and_says_so() {
        Plan plan = window.plan(request(List.of(chat(1, 10), refused(2, 10), chat(3, 10)), 10, budget(1_000, SLIDING)));

        assertThat(seqs(plan.history())).containsExactly(1, 3);
        assertThat(plan.report().excludedTurns()).containsExactly(2);
    }

    @Test
    void cuts_early_when_the_provider_has_forgotten_the_prompt() {
        List<Turn> log = chats(200, 200, 200, 200);
        Calibration claude = new Calibration(Family.of("claude-5", "", TokenCounter.DEFAULT_ENCODING));

        assertThat(window.plan(idle(log, claude, Duration.ofMinutes(4))).reason())
                .isEqualTo(Reason.NONE);
        assertThat(window.plan(idle(log, claude, Duration.ofMinutes(6))).reason())
                .isEqualTo(Reason.COLD);
    }

    @Test
    void sends_what_probably_fits_before_any_estimate_was_checked() {
        Calibration young = new Calibration(Family.of("llama", "", TokenCounter.DEFAULT_ENCODING));
        WindowRequest large = request(List.of(), 900, budget(1_000, CACHE_STABLE));
        InputSize sparse = large.input().withYard(KindSums.of(TextKind.TEXT, 300));

        WindowRequest request = new WindowRequest(
                List.of(), Logs.head(400, 0), sparse, Cut.NONE, large.settings(), young, Duration.ZERO);

        assertThat(window.planUncounted(request)).isEmpty();
        assertThat(window.plan(request).path()).isEqualTo(Path.ESTIMATE);
    }

    private static WindowRequest idle(List<Turn> log, Calibration calibration, Duration idle) {
        return new WindowRequest(
                log, HeadSize.NONE, Logs.question(50), Cut.NONE, settings(1_700, CACHE_STABLE, 0.5), calibration, idle);
    }

    private static String text(Turn turn) {
        return turn.input().get(0).toolResults().get(0).content().stream()
                .map(block -> ((io.backstory.chat.Content.Text) block).text())
                .findFirst()
                .orElseThrow();
    }

    private static WindowRequest inForce(Cut cut, WindowRequest request) {
        return request(request.log(), request.input(), cut, request.settings());
    }
}
