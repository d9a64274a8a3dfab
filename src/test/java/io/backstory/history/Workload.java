package io.backstory.history;

import java.time.Duration;

/**
 * What clients do in a run. It ends with so many acknowledged turns, or with the time.
 *
 * @param writers clients, each a thread
 * @param sessions of each tenant in use at a time; fewer than writers, so that they are shared
 * @param keyed share of the turns that carry an idempotency key
 * @param deletes share of the operations that delete a session
 * @param patience of a client that does not leave early
 */
record Workload(
        long seed,
        int writers,
        int sessions,
        int turns,
        Duration time,
        double keyed,
        double deletes,
        Duration patience) {

    /** Twelve clients on six sessions. */
    static Workload small(long seed, int turns) {
        return new Workload(seed, 12, 3, turns, Duration.ofMinutes(2), 0.5, 0.04, Duration.ofSeconds(20));
    }

    Workload withDeletes(double share) {
        return new Workload(seed, writers, sessions, turns, time, keyed, share, patience);
    }

    Workload within(Duration longest) {
        return new Workload(seed, writers, sessions, turns, longest, keyed, deletes, patience);
    }
}
