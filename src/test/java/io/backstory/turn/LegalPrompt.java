package io.backstory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Content;
import io.backstory.chat.Content.ToolCall;
import io.backstory.chat.Content.ToolResult;
import io.backstory.chat.Cut;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import io.backstory.window.Calibration;
import io.backstory.window.ContextWindow;
import io.backstory.window.Family;
import io.backstory.window.HeadSize;
import io.backstory.window.Measurer;
import io.backstory.window.TokenCounter;
import io.backstory.window.WindowRequest;
import io.backstory.window.WindowSettings;
import io.backstory.window.WindowSettings.Cutting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What every provider wants of a prompt: a user begins, and each call has its result at once. */
final class LegalPrompt {
    private static final TokenCounter COUNTER = TokenCounter.of(TokenCounter.DEFAULT_ENCODING);

    private LegalPrompt() {}

    /** The prompt of a user who goes on from {@code log}, with room for {@code budget} tokens; fails when it is not legal. */
    static List<Message> of(List<Turn> log, int budget) {
        List<Turn> view = View.of(log);
        List<Message> input = View.answered(View.openCalls(view), List.of(Conversations.user("Next.")));
        Calibration calibration = new Calibration(Family.of(null, "gpt-5", TokenCounter.DEFAULT_ENCODING));
        WindowSettings settings = new WindowSettings(
                budget, 100_000, 1_000, null, WindowSettings.Strategy.CACHE_STABLE, Cutting.DEFAULT.withLowWater(0.7));
        WindowRequest request = new WindowRequest(
                view,
                COUNTER.count(HeadSize.NONE, List.of(), List.of()),
                COUNTER.count(Measurer.input(input), input),
                Cut.NONE,
                settings,
                calibration,
                Duration.ZERO);
        List<Message> prompt = new ArrayList<>();
        new ContextWindow().plan(request).history().forEach(turn -> {
            prompt.addAll(turn.input());
            prompt.addAll(turn.output());
        });
        prompt.addAll(input);
        check(prompt);
        return prompt;
    }

    private static void check(List<Message> prompt) {
        assertThat(prompt.get(0).role()).isEqualTo(Role.USER);
        Set<String> open = new HashSet<>();
        for (Message message : prompt) {
            assertThat(message.content()).isNotEmpty().doesNotContain(Content.ERASED);
            for (ToolResult result : message.toolResults()) {
                assertThat(open.remove(result.callId()))
                        .as("call of %s", result)
                        .isTrue();
            }
            assertThat(message.role() == Role.TOOL || open.isEmpty())
                    .as("results before %s", message)
                    .isTrue();
            message.toolCalls().stream().map(ToolCall::id).forEach(open::add);
        }
        assertThat(open).isEmpty();
    }
}
