package io.backstory.window;

import io.backstory.window.Bill.Prices;
import io.backstory.window.Plan.Path;
import io.backstory.window.WindowSettings.Cutting;
import io.backstory.window.WindowSettings.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What the window costs with a provider that caches prompts, against a sliding window. Prints two tables: cost at equal
 * mean context in the steady state, and whole sessions of 400 requests.
 *
 * <p>Run: {@code mvn -q test-compile exec:java} is not needed; {@code docs/context-window.md} gives the command.
 */
final class BillSimulator {
    static final List<Cell> CELLS = List.of(
            new Cell("chat", 8_000),
            new Cell("chat", 32_000),
            new Cell("chat", 128_000),
            new Cell("agent", 8_000),
            new Cell("agent", 32_000),
            new Cell("agent", 128_000));

    private final long seed;
    private final int requests;
    private final int traces;

    /** A kind of conversation and a budget. */
    record Cell(String kind, int budget) {
        String shown() {
            return String.format(Locale.ROOT, "%-5s %4dk", kind, budget / 1000);
        }
    }

    /**
     * One row of the first table.
     *
     * @param step mean step as a share of the history's room
     * @param cost of the window over that of the sliding window with the same mean context
     * @param uncounted share of plans that needed no tokenizer
     */
    record Equal(double step, double cost, double context, double cuts, double uncounted) {}

    /**
     * One row of the second table.
     *
     * @param cost over the best sliding window with the same budget
     * @param hits share of prompt tokens read from the cache after the first cut
     */
    record Whole(double cost, double hits, double slidingHits, double dialogue, double slidingDialogue) {}

    BillSimulator(long seed, int requests, int traces) {
        this.seed = seed;
        this.requests = requests;
        this.traces = traces;
    }

    public static void main(String[] args) {
        long seed = args.length > 0 ? Long.parseLong(args[0]) : 42;
        BillSimulator simulator = new BillSimulator(seed, 3_000, 3);
        System.out.println("seed " + seed + ". Cost over the sliding window of equal mean context, write 1, read 0.1");
        System.out.println("              d/H |   .9    .8    .7    .6    .5   auto | .7: context  cuts  no tokenizer");
        CELLS.forEach(cell -> printEqual(simulator, cell));
        System.out.println("400 requests from the first on, low water .7 and auto: cost over the best sliding window,");
        System.out.println("hit ratio after the first cut (sliding), dialogue kept (sliding)");
        CELLS.forEach(cell -> printWhole(simulator, cell));
    }

    private static void printEqual(BillSimulator simulator, Cell cell) {
        StringBuilder line = new StringBuilder(cell.shown());
        Equal at7 = simulator.equalContext(cell, 0.7);
        line.append(String.format(Locale.ROOT, "   %.3f |", at7.step()));
        for (@Nullable Double share : marks()) {
            line.append(String.format(
                    Locale.ROOT, "  %.2f", simulator.equalContext(cell, share).cost()));
        }
        System.out.println(line
                + String.format(Locale.ROOT, "  |    %7.0f  %.3f  %.2f", at7.context(), at7.cuts(), at7.uncounted()));
    }

    private static List<@Nullable Double> marks() {
        List<@Nullable Double> marks = new ArrayList<>(List.of(0.9, 0.8, 0.7, 0.6, 0.5));
        marks.add(null);
        return marks;
    }

    private static void printWhole(BillSimulator simulator, Cell cell) {
        StringBuilder line = new StringBuilder(cell.shown());
        for (@Nullable Double share : new ArrayList<@Nullable Double>(marks().subList(2, 3))) {
            line.append(whole(simulator.wholeSessions(cell, share)));
        }
        System.out.println(line.append(whole(simulator.wholeSessions(cell, null))));
    }

    private static String whole(Whole row) {
        return String.format(
                Locale.ROOT,
                " | cost %.2f  hits %.3f (%.2f)  dialogue %.3f (%.3f)",
                row.cost(),
                row.hits(),
                row.slidingHits(),
                row.dialogue(),
                row.slidingDialogue());
    }

    static WindowSettings settings(int budget, @Nullable Double lowWater) {
        return new WindowSettings(
                budget, 2_000_000, 4_000, null, Strategy.CACHE_STABLE, Cutting.DEFAULT.withLowWater(lowWater));
    }

    Equal equalContext(Cell cell, @Nullable Double lowWater) {
        List<Trace> all = traces(cell, traces, requests);
        int start = all.get(0).warmUp(cell.budget);
        Calibration calibration = warm(cell);
        List<Bill> bills = new ArrayList<>();
        double uncounted = 0;
        for (Trace trace : all) {
            ReplayedTrace replay = new ReplayedTrace(trace, settings(cell.budget, lowWater), calibration, seed);
            bills.add(replay.run().from(start));
            uncounted += share(replay.paths());
        }
        Bill ours = Bill.of(bills);
        double rival = rivalCost(cell, all, start, ours.context());
        return new Equal(
                all.get(0).meanStep() / (cell.budget - Trace.HEAD),
                ours.cost(Prices.STEADY) / rival,
                ours.context(),
                ours.cuts(),
                uncounted / all.size());
    }

    /** Cost of the sliding window whose budget gives this mean context, interpolated between eight budgets. */
    private static double rivalCost(Cell cell, List<Trace> all, int start, double context) {
        double contextBelow = 0;
        double costBelow = 0;
        for (int i = 0; i < 8; i++) {
            int budget = (int) (Trace.HEAD + (0.65 + 0.05 * i) * (cell.budget - Trace.HEAD));
            Bill rival = Bill.of(all.stream()
                    .map(trace -> new SlidingRival(trace, budget).run().from(start))
                    .toList());
            double cost = rival.bestCost(Prices.STEADY);
            if (rival.context() >= context) {
                double between = i == 0 ? 1 : (context - contextBelow) / (rival.context() - contextBelow);
                return i == 0 ? cost : costBelow + between * (cost - costBelow);
            }
            contextBelow = rival.context();
            costBelow = cost;
        }
        return costBelow;
    }

    Whole wholeSessions(Cell cell, @Nullable Double lowWater) {
        List<Trace> all = traces(cell, 30, 400);
        Calibration calibration = warm(cell);
        List<Bill> sliding = all.stream()
                .map(trace -> new SlidingRival(trace, cell.budget).run())
                .toList();
        List<Bill> ours = all.stream()
                .map(trace -> new ReplayedTrace(trace, settings(cell.budget, lowWater), calibration, seed).run())
                .toList();
        return new Whole(
                Bill.of(ours).cost(Prices.AUTOMATIC) / Bill.of(sliding).bestCost(Prices.AUTOMATIC),
                Bill.of(ours.stream().map(Bill::afterOverflow).toList()).hitRatio(Prices.AUTOMATIC),
                Bill.of(sliding.stream().map(Bill::afterOverflow).toList()).hitRatio(Prices.AUTOMATIC),
                Bill.of(ours).dialogueKept(),
                Bill.of(sliding).dialogueKept());
    }

    private List<Trace> traces(Cell cell, int count, int length) {
        Random random = new Random(seed + cell.budget + cell.kind.length());
        List<Trace> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(Trace.of(cell.kind, random, length, cell.budget));
        }
        return all;
    }

    /** A calibration that has seen other sessions, as that of a running gateway has. */
    private Calibration warm(Cell cell) {
        Calibration calibration = new Calibration(Family.of("llama", "", TokenCounter.DEFAULT_ENCODING));
        Trace other = Trace.of(cell.kind, new Random(seed - 1), 3_000, cell.budget);
        new ReplayedTrace(other, settings(cell.budget, 0.7), calibration, seed - 1).run();
        return calibration;
    }

    private static double share(Map<Path, Integer> paths) {
        double all = paths.values().stream().mapToInt(Integer::intValue).sum();
        return (paths.getOrDefault(Path.BYTE_BOUND, 0) + paths.getOrDefault(Path.BYTE_ESTIMATE, 0)) / all;
    }
}
