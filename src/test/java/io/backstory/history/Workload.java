package io.backstory.history;

import java.time.Duration;

/**
 * What clients do in a run, bounded by turns and by time.
 *
 * @param writers clients, each a thread
 * @param sessions of each tenant in use at a time; fewer than writers, so that they are shared
 * @param turns acknowledged, after which the run ends
 * @param keyed share of the turns that carry an idempotency key
 */
record Workload(long seed, int writers, int sessions, int turns, Duration time, double keyed) {}
