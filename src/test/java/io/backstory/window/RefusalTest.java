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
import io.backstory.chat.FinishReason;
import io.backstory.chat.Kind;
import io.backstory.chat.Turn;
import io.backstory.window.WindowSettings.Strategy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client reads when its request does not fit. */
class RefusalTest {
    private static final WindowSettings THOUSAND = budget(1_000, Strategy.CACHE_STABLE);

    @Test
    void a_message_larger_than_the_budget_is_refused() {
        ChatException refusal = refusal(List.of(), new HeadTokens(120, 30), InputTokens.user(900), THOUSAND);

        assertThat(refusal.kind()).isEqualTo(Kind.CONTEXT_LENGTH_EXCEEDED);
        assertThat(refusal.param()).isEqualTo("messages");
        assertThat(refusal)
                .hasMessage("The prompt does not fit: it needs at least 1050 tokens and the budget is 1000."
                        + " Instructions take 120, tools 30, the new messages 900 (attachments 0),"
                        + " turns that cannot be left out 0.");
    }

    @Test
    void attachments_that_are_most_of_the_message_are_named() {
        ChatException refusal =
                refusal(List.of(), HeadTokens.NONE, new InputTokens(1_200, 1_100, true, false), THOUSAND);

        assertThat(refusal.param()).isEqualTo("context");
        assertThat(refusal).hasMessageContaining("the new messages 1200 (attachments 1100)");
    }

    @Test
    void instructions_that_leave_no_room_are_refused_before_any_message() {
        ChatException refusal = refusal(List.of(), new HeadTokens(700, 100), InputTokens.user(10), THOUSAND);

        assertThat(refusal.param()).isEqualTo("system");
        assertThat(refusal)
                .hasMessage(
                        "Instructions and tools leave too little of the budget: they take 800 tokens and the budget is"
                                + " 1000. Instructions take 700, tools 100, the new messages 10 (attachments 0).");
    }

    @Test
    void tools_that_leave_no_room_are_named() {
        ChatException refusal = refusal(List.of(), new HeadTokens(100, 5_000), InputTokens.user(10), THOUSAND);

        assertThat(refusal.param()).isEqualTo("tools");
    }

    @Test
    void a_small_budget_needs_half_of_itself_free() {
        WindowSettings small = budget(200, Strategy.CACHE_STABLE);

        assertThat(plan(List.of(), new HeadTokens(100, 0), InputTokens.user(100), small)
                        .history())
                .isEmpty();
        assertThat(refusal(List.of(), new HeadTokens(101, 0), InputTokens.user(1), small)
                        .param())
                .isEqualTo("system");
    }

    @Test
    void a_tool_loop_larger_than_the_budget_is_refused_whole() {
        List<Turn> log = List.of(asks(1, 500, "a"), loops(2, 450, List.of("a"), "b"));

        ChatException refusal = refusal(log, HeadTokens.NONE, InputTokens.results(100), THOUSAND);

        assertThat(refusal.param()).isEqualTo("messages");
        assertThat(refusal).hasMessageContaining("1050").hasMessageEndingWith("turns that cannot be left out 950.");
    }

    @Test
    void the_error_strategy_refuses_instead_of_cutting() {
        ChatException refusal =
                refusal(chats(500, 500), HeadTokens.NONE, InputTokens.user(100), budget(1_000, Strategy.ERROR));

        assertThat(refusal.kind()).isEqualTo(Kind.CONTEXT_LENGTH_EXCEEDED);
    }

    @Test
    void the_full_strategy_refuses_only_when_the_model_is_full() {
        WindowSettings full = new WindowSettings(1_000, 8_000, 2_000, Strategy.FULL, 0.7);

        assertThat(plan(chats(3_000), HeadTokens.NONE, InputTokens.user(3_000), full)
                        .history())
                .hasSize(1);
        assertThat(refusal(chats(3_000), HeadTokens.NONE, InputTokens.user(3_001), full))
                .hasMessageContaining("the budget is 6000");
    }

    @Test
    void results_for_a_refused_reply_are_refused() {
        Turn filtered =
                Logs.turn(1, List.of(Logs.user()), List.of(Logs.assistant("a")), FinishReason.CONTENT_FILTER, 10);

        assertThat(refusal(List.of(filtered), HeadTokens.NONE, InputTokens.results(10), THOUSAND)
                        .kind())
                .isEqualTo(Kind.TOOL_CALL_NOT_FOUND);
        assertThat(refusal(List.of(refused(1, 10)), HeadTokens.NONE, InputTokens.results(10), THOUSAND)
                        .kind())
                .isEqualTo(Kind.TOOL_CALL_NOT_FOUND);
    }

    private static Plan plan(List<Turn> log, HeadTokens head, InputTokens input, WindowSettings settings) {
        return new ContextWindow().plan(new WindowRequest(log, head, input, Cut.NONE, settings));
    }

    private static ChatException refusal(List<Turn> log, HeadTokens head, InputTokens input, WindowSettings settings) {
        return catchThrowableOfType(ChatException.class, () -> plan(log, head, input, settings));
    }
}
