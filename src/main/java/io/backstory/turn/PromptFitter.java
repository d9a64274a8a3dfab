package io.backstory.turn;

import io.backstory.chat.ChatRequest;
import io.backstory.chat.Content.ToolCall;
import io.backstory.chat.ContextReport;
import io.backstory.chat.Cut;
import io.backstory.chat.Message;
import io.backstory.chat.PromptCache;
import io.backstory.chat.PromptSizes;
import io.backstory.chat.Turn;
import io.backstory.turn.FittedTurn.Fit;
import io.backstory.window.Calibration;
import io.backstory.window.Calibrations;
import io.backstory.window.ContextWindow;
import io.backstory.window.HeadSize;
import io.backstory.window.InputSize;
import io.backstory.window.Measurer;
import io.backstory.window.Plan;
import io.backstory.window.TokenCounter;
import io.backstory.window.WindowRequest;
import io.backstory.window.WindowSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fits a prompt to its budget and sizes what is stored. Most requests need no tokenizer; where one is needed, or a request
 * is large, the work is done on a worker.
 */
final class PromptFitter {
    private final Vertx vertx;
    private final Clock clock;
    private final ContextWindow window = new ContextWindow();
    private final Calibrations calibrations = new Calibrations();
    private final LearnedWindows windows = new LearnedWindows();

    PromptFitter(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /** Fails with {@code CONTEXT_LENGTH_EXCEEDED} when it cannot fit without breaking a rule. */
    Future<FittedTurn> fit(BegunTurn begun) {
        boolean large = !Measurer.isQuick(begun.input().input())
                || !begun.input().imported().isEmpty();
        if (large) {
            return vertx.executeBlocking(() -> fitted(opened(begun)), false);
        }
        Opened opened = opened(begun);
        return window.planUncounted(opened.window)
                .map(plan -> Future.succeededFuture(fitted(opened, opened.window, plan)))
                .orElseGet(() -> vertx.executeBlocking(() -> fitted(opened), false));
    }

    /**
     * Fits a turn again whose prompt the provider refused as too long; what it said of its window holds from now on. Fails
     * when nothing can be left out.
     */
    Future<FittedTurn> fitShorter(FittedTurn refused, PromptSizes sizes) {
        WindowRequest before = refused.fit().request();
        int expected = refused.fit().plan().report().tokens();
        WindowSettings smaller = before.settings().afterRefusal(expected, sizes.prompt(), sizes.window());
        windows.learn(refused.route(), sizes);
        Opened opened = new Opened(refused.begun(), refused.imported(), refused.createdAt(), before.with(smaller));
        return vertx.executeBlocking(() -> fittedAfterRefusal(opened), false);
    }

    private FittedTurn fittedAfterRefusal(Opened opened) {
        WindowRequest counted = counted(opened);
        return fitted(opened, counted, window.plan(counted).afterRefusal());
    }

    /** Sizes a turn that was answered; what its usage says is learned. */
    Future<RecordedTurn> record(FittedTurn fitted, AskedTurn asked) {
        Bookkeeping books = new Bookkeeping(window, calibrations, fitted, asked);
        return books.needsCounting()
                ? vertx.executeBlocking(books::counted, false)
                : Future.succeededFuture().map(none -> books.uncounted());
    }

    /** A request as it is before anything is counted. */
    private record Opened(BegunTurn begun, @Nullable Turn imported, Instant now, WindowRequest window) {}

    private Opened opened(BegunTurn begun) {
        Instant now = clock.instant();
        Calibration calibration =
                calibrations.of(RouteWindow.family(begun.route().first()));
        Turn imported = imported(begun, calibration, now);
        List<Turn> log = imported == null ? begun.view() : View.of(appended(begun.view(), imported));
        WindowRequest request = new WindowRequest(
                log,
                Measurer.head(begun.settings().instructions(), begun.settings().tools()),
                Measurer.input(begun.input().shown()),
                begun.session().cut(),
                windows.narrowed(
                        begun.route(),
                        RouteWindow.of(begun.route(), begun.request().options().maxOutputTokens())),
                calibration,
                idle(log, now));
        return new Opened(begun, imported, now, request);
    }

    private @Nullable Turn imported(BegunTurn begun, Calibration calibration, Instant now) {
        List<Message> messages = begun.input().imported();
        return messages.isEmpty()
                ? null
                : begun.imported(
                        window.bookUnanswered(
                                counter(calibration).count(Measurer.input(messages), messages), calibration),
                        now);
    }

    private FittedTurn fitted(Opened opened) {
        WindowRequest counted = counted(opened);
        return fitted(opened, counted, window.plan(counted));
    }

    private static WindowRequest counted(Opened opened) {
        BegunTurn begun = opened.begun;
        TokenCounter counter = counter(opened.window.calibration());
        InputSize input = counter.count(opened.window.input(), begun.input().shown());
        HeadSize head = counter.count(
                opened.window.head(),
                begun.settings().instructions(),
                begun.settings().tools());
        return opened.window.counted(input, head);
    }

    private static FittedTurn fitted(Opened opened, WindowRequest request, Plan plan) {
        ContextReport report = plan.report()
                .withSynthesizedResults(opened.begun.input().synthesized().stream()
                        .map(ToolCall::id)
                        .toList());
        Cut cut = plan.cut();
        return new FittedTurn(
                opened.begun,
                opened.imported,
                opened.now,
                chatRequest(opened.begun, plan, request.settings().outputLimit(plan.most())),
                cut,
                report,
                new Fit(request, plan));
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

    static TokenCounter counter(Calibration calibration) {
        return TokenCounter.of(calibration.family().encoding());
    }

    private static Duration idle(List<Turn> log, Instant now) {
        return log.isEmpty()
                ? Duration.ZERO
                : Duration.between(log.get(log.size() - 1).createdAt(), now);
    }

    private static List<Turn> appended(List<Turn> log, Turn imported) {
        List<Turn> longer = new ArrayList<>(log);
        longer.add(imported);
        return longer;
    }
}
