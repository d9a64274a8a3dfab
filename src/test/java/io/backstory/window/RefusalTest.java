package io.backstory.window;

import static io.backstory.window.Logs.asks;
import static io.backstory.window.Logs.budget;
import static io.backstory.window.Logs.chats;
import static io.backstory.window.Logs.loops;
import static io.backstory.window.Logs.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backstory.chat.ChatException;
import io.backstory.chat.Cut;
import io.backstory.chat.Kind;
import io.backstory.chat.Turn;
import io.backstory.window.WindowSettings.Cutting;
import io.backstory.window.WindowSettings.Strategy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client reads when its request does not fit. */
class RefusalTest {
    private static final WindowSettings THOUSAND = budget(1_000, Strategy.CACHE_STABLE);

    @Test
    void a_message_larger_than_the_budget_is_refused() {
        ChatException refusal = refusal(List.of(), Logs.head(100, 0), Logs.question(950), THOUSAND);

        assertThat(refusal.kind()).isEqualTo(Kind.CONTEXT_LENGTH_EXCEEDED);
        assertThat(refusal.param()).isEqualTo("messages");
        assertThat(refusal)
                .hasMessageStartingWith("The prompt does not fit: it needs at least 1053 tokens and the budget is 1000."
                        + " Instructions take 100, tools 0, the new messages 950 (attachments 0),");
    }

    @Test
    void attachments_that_are_most_of_the_message_are_named() {
        ChatException refusal = refusal(List.of(), HeadSize.NONE, Logs.input(1_200, 1_100, true, 0), THOUSAND);

        assertThat(refusal.param()).isEqualTo("context");
        assertThat(refusal).hasMessageContaining("the new messages 1200 (attachments 11");
    }

    @Test
    void instructions_that_leave_no_room_are_refused_before_any_message() {
        ChatException refusal = refusal(List.of(), Logs.head(800, 0), Logs.question(10), THOUSAND);

        assertThat(refusal.param()).isEqualTo("system");
        assertThat(refusal).hasMessageContaining("and the budget is 1000. Instructions take 800, tools 0");
    }

    @Test
    void tools_that_leave_no_room_are_named() {
        assertThat(refusal(List.of(), Logs.head(100, 5_000), Logs.question(10), THOUSAND)
                        .param())
                .isEqualTo("tools");
    }

    @Test
    void a_small_budget_needs_half_of_itself_free() {
        WindowSettings small = budget(200, Strategy.CACHE_STABLE);

        assertThat(plan(List.of(), Logs.head(97, 0), Logs.question(100), small).history())
                .isEmpty();
        assertThat(refusal(List.of(), Logs.head(98, 0), Logs.question(10), small)
                        .param())
                .isEqualTo("system");
    }

    @Test
    void a_question_that_cannot_be_parted_from_its_results_is_refused_with_them() {
        List<Turn> log = List.of(asks(1, 1_500, "a"), loops(2, 450, List.of("a"), "b"));

        ChatException refusal = refusal(log, HeadSize.NONE, Logs.answer(100), THOUSAND);

        assertThat(refusal.param()).isEqualTo("messages");
        assertThat(refusal).hasMessageContaining("the new messages 100").hasMessageContaining("cannot be left out");
    }

    @Test
    void the_error_strategy_refuses_instead_of_cutting() {
        ChatException refusal =
                refusal(chats(500, 500), HeadSize.NONE, Logs.question(100), budget(1_000, Strategy.ERROR));

        assertThat(refusal.kind()).isEqualTo(Kind.CONTEXT_LENGTH_EXCEEDED);
    }

    @Test
    void the_full_strategy_refuses_only_when_the_model_is_full() {
        WindowSettings full = new WindowSettings(1_000, 8_000, 2_000, null, Strategy.FULL, Cutting.DEFAULT);

        assertThat(plan(chats(3_000), HeadSize.NONE, Logs.question(2_900), full).history())
                .hasSize(1);
        assertThat(refusal(chats(3_000), HeadSize.NONE, Logs.question(3_001), full))
                .hasMessageContaining("the budget is 6000");
    }

    @Test
    void results_for_a_refused_reply_are_refused() {
        assertThat(refusal(List.of(refused(1, 10)), HeadSize.NONE, Logs.answer(10), THOUSAND)
                        .kind())
                .isEqualTo(Kind.TOOL_CALL_NOT_FOUND);
    }

    private static Plan plan(List<Turn> log, HeadSize head, InputSize input, WindowSettings settings) {
        return new ContextWindow()
                .plan(new WindowRequest(
                        log, head, input, Cut.NONE, settings, new Calibration(Logs.FAMILY), Duration.ZERO));
    }

    private static ChatException refusal(List<Turn> log, HeadSize head, InputSize input, WindowSettings settings) {
        return catchThrowableOfType(ChatException.class, () -> plan(log, head, input, settings));
    }
}
