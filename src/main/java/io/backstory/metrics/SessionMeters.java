package io.backstory.metrics;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.backstory.config.SessionsConfig.StoreConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import java.util.function.LongSupplier;

/** Sessions, the store that keeps them and the near cache before it. */
final class SessionMeters {
    private final Meters meters;
    private final Family<Timer> operations;
    private final Family<Counter> mismatches;
    private final Family<Counter> cacheRequests;
    private final Family<Counter> cacheEvictions;
    private final Family<DistributionSummary> turns;
    private final Family<Counter> creations;
    private final Family<Counter> conflicts;
    private final Family<Timer> queue;

    SessionMeters(Meters meters) {
        this.meters = meters;
        operations = meters.timer(
                "backstory.store.operation.duration",
                "One try of a store operation",
                Buckets.STORE,
                "store",
                "operation",
                "result");
        mismatches =
                meters.counter("backstory.store.reply.mismatch", "Replies of the store that belonged to another call");
        cacheRequests = meters.counter("backstory.session.cache.requests", "Near cache lookups", "result");
        cacheEvictions = meters.counter("backstory.session.cache.evictions", "Sessions the near cache let go", "cause");
        turns = meters.summary(
                "backstory.session.turns", "Turns of a session when a turn begins", Buckets.TURNS, "route");
        // Not "created": the exposition format reserves that suffix and the name would lose it.
        creations = meters.counter("backstory.session.creations", "New sessions", "tenant");
        conflicts = meters.counter(
                "backstory.session.conflicts", "Turns that met another turn of the session", "resolution");
        queue = meters.timer("backstory.turn.queue", "Waits behind another turn of the session", Buckets.GAP, "door");
    }

    void createAtZero(Names names, StoreConfig store) {
        for (StoreOperation operation : StoreOperation.values()) {
            operations.of(StoreKind.of(store).label(), operation.label(), StoreResult.ERROR.label());
            operations.of(StoreKind.of(store).label(), operation.label(), StoreResult.TIMEOUT.label());
        }
        mismatches.of();
        for (CacheResult result : CacheResult.values()) {
            cacheRequests.of(result.label());
        }
        for (EvictionCause cause : EvictionCause.values()) {
            cacheEvictions.of(cause.label());
        }
        for (ConflictResolution resolution : ConflictResolution.values()) {
            conflicts.of(resolution.label());
        }
        names.routesByTenant().keySet().forEach(creations::of);
    }

    void operation(StoreKind store, StoreOperation operation, StoreResult result, long nanos) {
        operations.of(store.label(), operation.label(), result.label()).record(nanos, NANOSECONDS);
    }

    void replyMismatched() {
        mismatches.of().increment();
    }

    void cacheLookup(CacheResult result) {
        cacheRequests.of(result.label()).increment();
    }

    void cacheEvicted(EvictionCause cause) {
        cacheEvictions.of(cause.label()).increment();
    }

    void watchCache(LongSupplier entries, LongSupplier bytes) {
        meters.gauge("backstory.session.cache.entries", "Sessions in the near cache", entries);
        meters.gauge("backstory.session.cache.size.bytes", "Bytes in the near cache", bytes);
    }

    void turnBegan(String route, int sessionTurns) {
        turns.of(route).record(sessionTurns);
    }

    void created(String tenant) {
        creations.of(tenant).increment();
    }

    void queued(Door door, long nanos) {
        queue.of(door.label()).record(nanos, NANOSECONDS);
    }

    void watchOrphans(LongSupplier turns) {
        meters.gauge("backstory.orphan.streams", "Turns being finished for clients that have left", turns);
    }

    void conflict(ConflictResolution resolution) {
        conflicts.of(resolution.label()).increment();
    }
}
