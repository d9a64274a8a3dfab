package io.backstory.turn;

import io.backstory.store.CommitOutcome;
import io.backstory.store.CommitTurn;
import io.backstory.store.Lease;
import io.backstory.store.SessionStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Commits, and commits again while the store cannot say what became of it: a reply that is already paid for should not be
 * lost to a short outage. Repeating is safe, since a store recognises a turn it has.
 */
final class PatientCommit {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MS = 250;

    private final Vertx vertx;
    private final SessionStore store;
    private final TurnReport report;

    PatientCommit(Vertx vertx, SessionStore store, TurnReport report) {
        this.vertx = vertx;
        this.store = store;
        this.report = report;
    }

    /** The last outcome, or the last failure. */
    Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        return attempt(lease, turn, System.nanoTime() + PATIENCE.toNanos(), false);
    }

    private Future<CommitOutcome> attempt(Lease lease, CommitTurn turn, long deadline, boolean again) {
        return store.commit(lease, turn).transform(end -> {
            boolean certain = end.succeeded() && !(end.result() instanceof CommitOutcome.Unknown);
            if (certain || System.nanoTime() > deadline) {
                return end.succeeded() ? ended(end.result(), again) : Future.failedFuture(end.cause());
            }
            return pause().compose(waited -> attempt(lease, turn, deadline, true));
        });
    }

    private Future<CommitOutcome> ended(CommitOutcome outcome, boolean again) {
        report.commitEnded(outcome, again);
        return Future.succeededFuture(outcome);
    }

    private Future<Void> pause() {
        Promise<Void> waited = Promise.promise();
        vertx.setTimer(PAUSE_MS, id -> waited.complete());
        return waited.future();
    }
}
