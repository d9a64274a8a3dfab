package io.backstory.window;

import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Measure;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnSizes.Clearable;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import io.backstory.window.Plan.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A trace sent through the real {@link ContextWindow}, against a provider that reports usage. The yardstick is off by
 * 10 % (standard deviation of the logarithm), as it is with a tokenizer that is not its own, and bytes tell even less.
 */
final class ReplayedTrace {
    private static final int PLACEHOLDER = 25;
    private static final double SPREAD = 0.1;
    private static final double BYTE_SPREAD = 0.25;
    private static final int SAMPLED = 20;
    private static final List<Message> QUESTION = List.of(Logs.user());
    private static final List<Message> RESULT = List.of(Logs.results(List.of("c"), "x".repeat(500)));
    private static final List<Message> ANSWER = List.of(Logs.assistant());
    private static final List<Message> CALL = List.of(Logs.assistant("c"));

    private final Trace trace;
    private final WindowSettings settings;
    private final Calibration calibration;
    private final Random noise;
    private final ContextWindow window = new ContextWindow();
    private final List<Turn> log = new ArrayList<>();
    private final Map<Path, Integer> paths = new EnumMap<>(Path.class);
    private final Bill bill = new Bill();
    private List<Turn> before = List.of();
    private long said;

    ReplayedTrace(Trace trace, WindowSettings settings, Calibration calibration, long seed) {
        this.trace = trace;
        this.settings = settings;
        this.calibration = calibration;
        this.noise = new Random(seed);
    }

    Bill run() {
        trace.steps().forEach(this::send);
        return bill;
    }

    /** How many plans were found in which way. */
    Map<Path, Integer> paths() {
        return paths;
    }

    private void send(Trace.Step step) {
        InputSize input = input(step);
        WindowRequest request = new WindowRequest(
                log,
                new HeadSize(7, measure(Trace.HEAD), Measure.NONE),
                input.uncounted(),
                log.isEmpty() ? Cut.NONE : log.get(log.size() - 1).cut(),
                settings,
                calibration,
                Duration.ofMillis((long) (step.gap() * 1000)));
        WindowRequest counted = request.counted(input, request.head().hash() == 0 ? HeadSize.NONE : countedHead());
        Plan plan = window.planUncounted(request).orElseGet(() -> window.plan(counted));
        paths.merge(plan.path(), 1, Integer::sum);
        List<Turn> shown = plan.history();
        said += step.result() ? 0 : step.input();
        int prompt = Trace.HEAD
                + step.input()
                + shown.stream().mapToInt(turn -> tokens(shown, turn)).sum();
        bill.add(new Bill.Sent(
                prompt,
                repeated(shown),
                step.gap(),
                (double) dialogue(shown, step) / said,
                plan.report().newCut()));
        said += step.call() ? 0 : step.output();
        boolean known = !plan.path().isUncounted() || calibration.isYoung() || log.size() % SAMPLED == 0;
        commit(step, plan, known ? counted : request, Usage.reported(prompt, step.output()));
        before = shown;
    }

    private static HeadSize countedHead() {
        return new HeadSize(7, measure(Trace.HEAD).withYard(Trace.HEAD), Measure.NONE);
    }

    private void commit(Trace.Step step, Plan plan, WindowRequest request, Usage usage) {
        Booking.Reply reply = new Booking.Reply(usage, measure(step.output()), calibration);
        TokenCounts counts = window.book(request, plan, reply).counts();
        int seq = log.size() + 1;
        log.add(new Turn(
                seq,
                seq,
                TurnStatus.COMPLETED,
                Instant.EPOCH,
                step.result() ? RESULT : QUESTION,
                step.call() ? CALL : ANSWER,
                FinishReason.STOP,
                null,
                usage,
                counts,
                plan.cut(),
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo()));
    }

    private InputSize input(Trace.Step step) {
        int yard = Math.max(1, (int) (step.input() * Math.exp(SPREAD * noise.nextGaussian())));
        int bytes = (int) (4 * step.input() * Math.exp(BYTE_SPREAD * noise.nextGaussian()));
        Measure measure = new Measure(1, 1, Math.max(step.input(), bytes), yard, 0, List.of());
        Clearable results =
                step.result() && step.input() > 2 * PLACEHOLDER ? new Clearable(measure.bytes(), 1, 0) : Clearable.NONE;
        return new InputSize(
                measure,
                KindSums.of(TextKind.TEXT, measure.bytes()),
                KindSums.of(TextKind.TEXT, yard),
                results,
                Clearable.NONE,
                0,
                !step.result(),
                step.result() ? 1 : 0);
    }

    private static Measure measure(int tokens) {
        return new Measure(1, 1, 4 * tokens, Measure.NOT_COUNTED, 0, List.of());
    }

    private Trace.Step stepOf(Turn turn) {
        return trace.steps().get(turn.seq() - 1);
    }

    /** Whether the turn is shown as it is stored. */
    @SuppressWarnings("ReferenceEquality") // a form of a turn is another object
    private boolean isFull(Turn shown) {
        return shown == log.get(shown.seq() - 1);
    }

    private boolean isLed(List<Turn> shown, Turn turn) {
        return !isFull(turn) && shown.get(0).seq() == turn.seq();
    }

    private int tokens(List<Turn> shown, Turn turn) {
        return input(shown, turn) + stepOf(turn).output();
    }

    private int input(List<Turn> shown, Turn turn) {
        Trace.Step step = stepOf(turn);
        if (isFull(turn)) {
            return step.input();
        }
        return isLed(shown, turn) ? asker(turn).input() : Math.min(step.input(), PLACEHOLDER);
    }

    private Trace.Step asker(Turn turn) {
        int seq = turn.seq();
        while (trace.steps().get(seq - 1).result()) {
            seq--;
        }
        return trace.steps().get(seq - 1);
    }

    private long dialogue(List<Turn> shown, Trace.Step now) {
        long kept = now.result() ? 0 : now.input();
        for (Turn turn : shown) {
            kept += stepOf(turn).dialogue();
            kept += isLed(shown, turn) ? asker(turn).input() : 0;
        }
        return kept;
    }

    /** Tokens the prompt shares with the one before. */
    @SuppressWarnings("ReferenceEquality")
    private int repeated(List<Turn> shown) {
        int tokens = Trace.HEAD;
        int same = 0;
        while (same < before.size() && same < shown.size() && before.get(same) == shown.get(same)) {
            tokens += tokens(shown, shown.get(same));
            same++;
        }
        boolean continues = same == before.size() && same < shown.size() && isFull(shown.get(same));
        return continues ? tokens + stepOf(shown.get(same)).input() : tokens;
    }
}
