package io.backstory.window;

import io.backstory.chat.Cut;
import io.backstory.chat.Turn;
import io.backstory.window.WindowSettings.Cutting;
import io.backstory.window.WindowSettings.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long a plan takes for sessions of 10 to 10,000 turns, with and without a cut. Prints microseconds; the first 20,000
 * plans of each length warm up and are not counted.
 */
final class PlanBenchmark {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 100_000;

    private PlanBenchmark() {}

    public static void main(String[] args) {
        System.out.println("microseconds a plan: turns, p50, p99 without a cut; p50, p99 with one");
        for (int turns : List.of(10, 100, 1_000, 10_000)) {
            long[] uncut = times(request(turns, 300 * turns + 5_000));
            long[] cut = times(request(turns, 200 * turns));
            System.out.printf(
                    Locale.ROOT,
                    "%6d  %6.1f %6.1f  %6.1f %6.1f%n",
                    turns,
                    at(uncut, 0.5),
                    at(uncut, 0.99),
                    at(cut, 0.5),
                    at(cut, 0.99));
        }
    }

    private static WindowRequest request(int turns, int budget) {
        List<Turn> log = new ArrayList<>();
        for (int seq = 1; seq <= turns; seq++) {
            log.add(
                    seq % 3 == 1
                            ? Logs.asks(seq, 250, "c" + seq)
                            : Logs.loops(seq, 250, List.of("c" + (seq - 1)), "c" + seq));
        }
        WindowSettings settings =
                new WindowSettings(budget, 10_000_000, 1_000, null, Strategy.CACHE_STABLE, Cutting.DEFAULT);
        return Logs.request(List.copyOf(log), Logs.answer(100), Cut.NONE, settings);
    }

    private static long[] times(WindowRequest request) {
        ContextWindow window = new ContextWindow();
        long[] times = new long[MEASURED];
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            long start = System.nanoTime();
            Plan plan = window.planUncounted(request).orElseGet(() -> window.plan(request));
            long time = System.nanoTime() - start;
            if (plan.most() < 0) {
                throw new AssertionError(plan);
            }
            times[Math.max(0, i - WARM_UP)] = time;
        }
        Arrays.sort(times);
        return times;
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) (share * sorted.length)] / 1_000.0;
    }
}
