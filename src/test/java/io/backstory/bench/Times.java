package io.backstory.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** How long the steps of many turns took, from any number of threads. */
final class Times {
    static final String HEADING = "turns/s  begin p50     p99  commit p50     p99";

    private final List<Long> begins = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> commits = Collections.synchronizedList(new ArrayList<>());
    private long total;

    void began(long nanos) {
        begins.add(nanos);
    }

    void committed(long nanos) {
        commits.add(nanos);
    }

    /** Counts the time of {@code work} as that of the turns in it. */
    void taking(Runnable work) {
        long start = System.nanoTime();
        work.run();
        total += System.nanoTime() - start;
    }

    void print(String store, int number, String which) {
        System.out.println(String.format(
                Locale.ROOT,
                "%-7s %16d %7s %8.0f %10d %7d %11d %7d",
                store,
                number,
                which,
                commits.size() * 1e9 / total,
                percentile(begins, 50),
                percentile(begins, 99),
                percentile(commits, 50),
                percentile(commits, 99)));
    }

    /** In microseconds. */
    private static long percentile(List<Long> nanos, int percent) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1000;
    }
}
