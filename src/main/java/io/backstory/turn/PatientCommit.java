package io.backstory.turn;

import io.backstory.store.CommitOutcome;
import io.backstory.store.CommitTurn;
import io.backstory.store.Lease;
import io.backstory.store.SessionStore;
import io.vertx.core.AsyncResult;
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
    private static final long PAUSE_NANOS = Duration.ofMillis(PAUSE_MS).toNanos();

    private final Vertx vertx;
    private final SessionStore store;
    private final TurnReport report;
    private final Duration patience;

    PatientCommit(Vertx vertx, SessionStore store, TurnReport report) {
        this(vertx, store, report, PATIENCE);
    }

    /** With the patience of a test. */
    PatientCommit(Vertx vertx, SessionStore store, TurnReport report, Duration patience) {
        this.vertx = vertx;
        this.store = store;
        this.report = report;
        this.patience = patience;
    }

    /**
     * Completes after 10 s at the latest. {@code Unknown} when any of the tries may have been applied; fails as the last
     * one did when the store refused them all, so that nothing can have been.
     */
    Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        Tries tries = new Tries(lease, turn);
        return tries.next().onSuccess(outcome -> report.commitEnded(outcome, tries.mayBeStored));
    }

    private final class Tries {
        private final Lease lease;
        private final CommitTurn turn;
        private final long deadline = System.nanoTime() + patience.toNanos();
        private boolean mayBeStored;

        Tries(Lease lease, CommitTurn turn) {
            this.lease = lease;
            this.turn = turn;
        }

        Future<CommitOutcome> next() {
            return inTime(store.commit(lease, turn)).transform(this::tried);
        }

        private Future<CommitOutcome> tried(AsyncResult<CommitOutcome> end) {
            boolean unknown = end.succeeded() && end.result() instanceof CommitOutcome.Unknown;
            if (end.succeeded() && !unknown) {
                return Future.succeededFuture(mayBeStored ? honest(end.result()) : end.result());
            }
            mayBeStored |= unknown;
            if (deadline - System.nanoTime() > PAUSE_NANOS) {
                return pause().compose(waited -> next());
            }
            return mayBeStored ? Future.succeededFuture(new CommitOutcome.Unknown()) : Future.failedFuture(end.cause());
        }

        /** What an earlier try stored may have been deleted since: a refusal now does not say that nothing was stored. */
        private static CommitOutcome honest(CommitOutcome outcome) {
            boolean refused = outcome instanceof CommitOutcome.Fenced || outcome instanceof CommitOutcome.Conflict;
            return refused ? new CommitOutcome.Unknown() : outcome;
        }

        /** What is not answered by then is not known. */
        private Future<CommitOutcome> inTime(Future<CommitOutcome> running) {
            Promise<CommitOutcome> answer = Promise.promise();
            long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
            long timer = vertx.setTimer(left, id -> answer.tryComplete(new CommitOutcome.Unknown()));
            running.onComplete(end -> {
                vertx.cancelTimer(timer);
                if (end.succeeded()) {
                    answer.tryComplete(end.result());
                } else {
                    answer.tryFail(end.cause());
                }
            });
            return answer.future();
        }

        private Future<Void> pause() {
            Promise<Void> waited = Promise.promise();
            vertx.setTimer(PAUSE_MS, id -> waited.complete());
            return waited.future();
        }
    }
}
