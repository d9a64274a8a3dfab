package io.backstory.turn;

import io.backstory.chat.ChatRequest;
import io.backstory.chat.Content.ToolCall;
import io.backstory.chat.ContextReport;
import io.backstory.chat.PromptCache;
import io.backstory.chat.Turn;
import io.backstory.routing.Route;
import io.backstory.window.ContextWindow;
import io.backstory.window.InputTokens;
import io.backstory.window.Plan;
import io.backstory.window.TokenCounter;
import io.backstory.window.WindowRequest;
import io.backstory.window.WindowSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Fits a prompt to its budget and sizes what is stored. Tokens are counted on a worker, never on an event loop. */
final class PromptFitter {
    private final Vertx vertx;
    private final Clock clock;
    private final ContextWindow window = new ContextWindow();

    PromptFitter(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /** Fails with {@code CONTEXT_LENGTH_EXCEEDED} when it cannot fit without breaking a rule. */
    Future<FittedTurn> fit(BegunTurn begun) {
        return vertx.executeBlocking(() -> fitNow(begun), false);
    }

    Future<RecordedTurn> record(FittedTurn fitted, AskedTurn asked) {
        TokenCounter counter = counter(fitted.route());
        return vertx.executeBlocking(() -> RecordedTurn.of(fitted, asked, counter), false);
    }

    private FittedTurn fitNow(BegunTurn begun) {
        TokenCounter counter = counter(begun.route());
        Instant now = clock.instant();
        Turn imported = begun.imported(counter, now);
        List<Turn> log = imported == null ? begun.view() : View.of(appended(begun.view(), imported));
        InputTokens input = counter.input(begun.input().shown());
        WindowSettings settings =
                RouteWindow.of(begun.route(), begun.request().options().maxOutputTokens());
        Plan plan = window.plan(new WindowRequest(
                log,
                counter.head(begun.settings().instructions(), begun.settings().tools()),
                input,
                begun.session().cut(),
                settings));
        ChatRequest request =
                chatRequest(begun, plan, settings.outputLimit(plan.report().tokens()));
        return new FittedTurn(begun, imported, now, request, plan.cut(), report(begun, plan), input.tokens());
    }

    private static ChatRequest chatRequest(BegunTurn begun, Plan plan, int outputLimit) {
        return new ChatRequest(
                begun.route().first().origin(),
                begun.settings().instructions(),
                begun.settings().tools(),
                plan.history(),
                begun.input().shown(),
                begun.request().options(),
                outputLimit,
                begun.request().stream(),
                new PromptCache(PromptCache.Rule.NONE, begun.session().ref().hash()));
    }

    private static ContextReport report(BegunTurn begun, Plan plan) {
        return plan.report()
                .withSynthesizedResults(
                        begun.input().synthesized().stream().map(ToolCall::id).toList());
    }

    private static TokenCounter counter(Route route) {
        return TokenCounter.of(route.first().model().encoding());
    }

    private static List<Turn> appended(List<Turn> log, Turn imported) {
        List<Turn> longer = new ArrayList<>(log);
        longer.add(imported);
        return longer;
    }
}
