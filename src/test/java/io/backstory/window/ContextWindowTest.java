package io.backstory.window;

import static io.backstory.window.Logs.asks;
import static io.backstory.window.Logs.budget;
import static io.backstory.window.Logs.chat;
import static io.backstory.window.Logs.chats;
import static io.backstory.window.Logs.loops;
import static io.backstory.window.Logs.refused;
import static io.backstory.window.Logs.request;
import static io.backstory.window.Logs.seqs;
import static io.backstory.window.WindowSettings.Strategy.CACHE_STABLE;
import static io.backstory.window.WindowSettings.Strategy.SLIDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ContextReport;
import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextWindowTest {
    private final ContextWindow window = new ContextWindow();

    @Test
    void sends_everything_that_fits() {
        Plan plan = window.plan(request(chats(100, 200, 300), 50, budget(1_000, CACHE_STABLE)));

        assertThat(seqs(plan.history())).containsExactly(1, 2, 3);
        assertThat(plan.cut()).isEqualTo(Cut.NONE);
    }

    @Test
    void sends_a_first_message_without_history() {
        Plan plan = window.plan(request(List.of(), 50, budget(1_000, CACHE_STABLE)));

        assertThat(plan.history()).isEmpty();
        assertThat(plan.report())
                .isEqualTo(new ContextReport(50, false, 1_000, 1, 1, 0, 0, 0, 0, 0, false, 0, List.of(), List.of()));
    }

    @Test
    void cuts_down_to_the_low_water_mark_and_keeps_the_cut() {
        List<Turn> log = chats(200, 200, 200, 200, 200);

        Plan first = window.plan(request(log, 100, budget(1_000, CACHE_STABLE)));
        assertThat(seqs(first.history())).containsExactly(3, 4, 5);
        assertThat(first.cut()).isEqualTo(new Cut(3, 1, 1, 1));

        log.add(chat(6, 200));
        Plan next = window.plan(after(first, request(log, 100, budget(1_000, CACHE_STABLE))));
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
    void never_begins_with_results() {
        List<Turn> log = List.of(
                chat(1, 400),
                asks(2, 200, "a", "b"),
                loops(3, 200, List.of("a", "b"), "c"),
                loops(4, 50, List.of("c")),
                chat(5, 50));

        Plan plan = window.plan(request(log, 100, budget(800, CACHE_STABLE)));

        assertThat(seqs(plan.history())).containsExactly(2, 3, 4, 5);
    }

    @Test
    void keeps_the_whole_loop_the_new_results_belong_to() {
        List<Turn> log = List.of(chat(1, 600), asks(2, 100, "a"), loops(3, 100, List.of("a"), "b"));

        Plan plan = window.plan(answering(request(log, 100, budget(600, CACHE_STABLE))));

        assertThat(seqs(plan.history())).containsExactly(2, 3);
    }

    @Test
    void does_not_begin_with_a_user_message_that_also_answers_calls() {
        Turn mixed = Logs.turn(
                2, List.of(Logs.results(List.of("a")), Logs.user()), List.of(Logs.assistant()), FinishReason.STOP, 100);

        Plan plan = window.plan(request(List.of(asks(1, 900, "a"), mixed), 100, budget(1_000, CACHE_STABLE)));

        assertThat(plan.history()).isEmpty();
        assertThat(plan.cut().from()).isEqualTo(3);
    }

    @Test
    void begins_with_a_user_message_after_an_instruction() {
        Turn instructed = Logs.turn(
                2,
                List.of(Message.text(Role.DEVELOPER, "Be brief."), Logs.user()),
                List.of(Logs.assistant()),
                FinishReason.STOP,
                300);

        Plan plan = window.plan(request(List.of(chat(1, 900), instructed), 100, budget(1_000, CACHE_STABLE)));

        assertThat(seqs(plan.history())).containsExactly(2);
    }

    @Test
    void leaves_out_a_refused_turn_and_says_so() {
        Plan plan = window.plan(request(List.of(chat(1, 10), refused(2, 10), chat(3, 10)), 10, budget(1_000, SLIDING)));

        assertThat(seqs(plan.history())).containsExactly(1, 3);
        assertThat(plan.report().excludedTurns()).containsExactly(2);
    }

    @Test
    void begins_at_the_next_exchange_when_the_turn_of_the_cut_was_erased() {
        List<Turn> log = List.of(chat(1, 10), Logs.erased(2), loops(3, 10, List.of("a")), chat(4, 10));

        Plan plan = window.plan(inForce(new Cut(2, 1, 1, 1), request(log, 10, budget(1_000, CACHE_STABLE))));

        assertThat(seqs(plan.history())).containsExactly(4);
        assertThat(plan.report().excludedTurns()).containsExactly(2, 3);
        assertThat(plan.cut().epoch()).isEqualTo(1);
    }

    @Test
    void reports_what_was_dropped() {
        Plan plan = window.plan(request(chats(200, 200, 200, 200, 200), 100, budget(1_000, CACHE_STABLE)));

        assertThat(plan.report())
                .isEqualTo(
                        new ContextReport(700, false, 1_000, 4, 3, 2, 400, 0, 1, 600, true, 0, List.of(), List.of()));
    }

    @Test
    void counts_the_bytes_of_a_turn_that_nobody_counted() {
        Turn uncounted = Logs.turn(
                1,
                List.of(Message.text(Role.USER, "x".repeat(5_000))),
                List.of(Logs.assistant()),
                FinishReason.STOP,
                0);

        assertThat(uncounted.tokens()).isEqualTo(TokenCounts.NONE);
        assertThat(window.plan(request(List.of(uncounted), 10, budget(1_000, CACHE_STABLE)))
                        .history())
                .isEmpty();
    }

    private static WindowRequest after(Plan plan, WindowRequest request) {
        return inForce(plan.cut(), request);
    }

    private static WindowRequest inForce(Cut cut, WindowRequest request) {
        return new WindowRequest(request.log(), request.head(), request.input(), cut, request.settings());
    }

    private static WindowRequest answering(WindowRequest request) {
        InputTokens results = InputTokens.results(request.input().tokens());
        return new WindowRequest(request.log(), request.head(), results, request.inForce(), request.settings());
    }
}
