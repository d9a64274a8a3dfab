package io.backstory.store;

import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.commit;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.turn;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Unknown;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that store turn after turn, each in a session of its own, as a gateway does it: a commit of unknown outcome is
 * repeated for ten seconds, a turn that was refused is followed by another one.
 */
final class SteadyTurns {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long AWAIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final int PAUSE_MS = 50;

    private final Vertx vertx;
    private final Map<SessionRef, Map<Integer, Long>> acknowledged = new ConcurrentHashMap<>();
    private final List<Future<Void>> writers = new ArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong nonces = new AtomicLong();
    private final AtomicLong last = new AtomicLong(System.nanoTime());
    private final AtomicLong longestGap = new AtomicLong();
    private volatile boolean stopped;

    SteadyTurns(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Starts a client of this store. */
    void write(SessionStore store, String session) {
        Promise<Void> end = Promise.promise();
        writers.add(end.future());
        writeOn(store, ref(session), end);
    }

    private void writeOn(SessionStore store, SessionRef ref, Promise<Void> end) {
        one(store, ref)
                .recover(failure -> {
                    refused.incrementAndGet();
                    return vertx.timer(PAUSE_MS).mapEmpty();
                })
                .onComplete(done -> {
                    if (stopped) {
                        end.complete();
                    } else {
                        writeOn(store, ref, end);
                    }
                });
    }

    private Future<Void> one(SessionStore store, SessionRef ref) {
        return store.begin(begin(ref, nonces.incrementAndGet())).compose(outcome -> {
            if (!(outcome instanceof Begun begun)) {
                return Future.failedFuture("not begun: " + outcome);
            }
            Lease lease = begun.lease();
            Turn turn = turn(lease.version() + 1, lease.nonce());
            return committed(store, lease, turn, System.nanoTime() + PATIENCE_NANOS)
                    .compose(end -> acknowledged(ref, turn, end));
        });
    }

    private Future<CommitOutcome> committed(SessionStore store, Lease lease, Turn turn, long deadline) {
        return store.commit(lease, commit(turn)).transform(end -> {
            boolean unclear = end.failed() || end.result() instanceof Unknown;
            return unclear && System.nanoTime() < deadline
                    ? vertx.timer(PAUSE_MS).compose(waited -> committed(store, lease, turn, deadline))
                    : Future.succeededFuture(end.succeeded() ? end.result() : new Unknown());
        });
    }

    private Future<Void> acknowledged(SessionRef ref, Turn turn, CommitOutcome outcome) {
        if (!(outcome instanceof Committed)) {
            return Future.failedFuture("not stored: " + outcome);
        }
        acknowledged.computeIfAbsent(ref, any -> new ConcurrentHashMap<>()).put(turn.seq(), turn.nonce());
        count.incrementAndGet();
        long now = System.nanoTime();
        long gap = now - last.getAndSet(now);
        longestGap.accumulateAndGet(gap, Math::max);
        return Future.succeededFuture();
    }

    /** Returns once so many more turns were acknowledged. */
    void awaitMore(int turns) {
        int enough = count.get() + turns;
        long deadline = System.nanoTime() + AWAIT_NANOS;
        while (count.get() < enough) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no turn is acknowledged any more: " + this);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    void stop() {
        stopped = true;
        StoreTest.await(Future.join(writers));
    }

    int count() {
        return count.get();
    }

    /** What {@code store} lacks of the acknowledged turns, and what stands in a wrong place. */
    List<String> lost(SessionStore store) {
        List<String> lost = new ArrayList<>();
        acknowledged.forEach((ref, turns) -> {
            List<Turn> stored =
                    StoreTest.await(store.read(ref)).map(Session::turns).orElse(List.of());
            for (int i = 0; i < stored.size(); i++) {
                if (stored.get(i).seq() != i + 1) {
                    lost.add(ref.id() + " has " + stored.get(i).seq() + " at " + (i + 1));
                }
            }
            turns.forEach((seq, nonce) -> {
                if (seq > stored.size() || stored.get(seq - 1).nonce() != nonce) {
                    lost.add(ref.id() + " lacks " + seq);
                }
            });
        });
        return lost;
    }

    @Override
    public String toString() {
        return count + " turns acknowledged, " + refused + " refused, longest gap "
                + TimeUnit.NANOSECONDS.toMillis(longestGap.get()) + " ms";
    }
}
