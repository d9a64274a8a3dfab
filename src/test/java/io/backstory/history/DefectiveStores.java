package io.backstory.history;

import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome;
import io.backstory.store.BeginTurn;
import io.backstory.store.CommitOutcome;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Fenced;
import io.backstory.store.CommitOutcome.Unknown;
import io.backstory.store.CommitTurn;
import io.backstory.store.Deletion;
import io.backstory.store.Lease;
import io.backstory.store.SessionStore;
import io.backstory.store.StoreDecorator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;

/** Stores with one defect each, and one whose answers get lost, which is none. */
final class DefectiveStores {
    private DefectiveStores() {}

    /** Every seventh commit is stored and its answer lost. */
    static SessionStore losingAnswers(SessionStore store) {
        return new StoreDecorator(store) {
            @Override
            public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
                boolean lost = ThreadLocalRandom.current().nextInt(7) == 0;
                return store.commit(lease, turn).map(outcome -> lost ? new Unknown() : outcome);
            }
        };
    }

    /** Refused commits are stored all the same when {@code anyway} says so. */
    static SessionStore overridden(Vertx vertx, SessionStore store, BiPredicate<Lease, CommitOutcome> anyway) {
        return new OnTopStore(vertx, store) {
            @Override
            public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
                return store.commit(lease, turn)
                        .compose(outcome ->
                                anyway.test(lease, outcome) ? onTop(lease, turn) : Future.succeededFuture(outcome));
            }
        };
    }

    /** A turn that is there already is stored again. */
    static SessionStore withoutDuplicateCheck(Vertx vertx, SessionStore store, Set<Long> stored) {
        return new OnTopStore(vertx, store) {
            @Override
            public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
                if (stored.contains(lease.nonce())) {
                    return onTop(lease, turn);
                }
                return store.commit(lease, turn).onSuccess(outcome -> {
                    if (outcome instanceof Committed) {
                        stored.add(lease.nonce());
                    }
                });
            }
        };
    }

    /** A turn is acknowledged, and stored some time later. */
    static SessionStore acknowledgingFirst(Vertx vertx, SessionStore store) {
        return new StoreDecorator(store) {
            @Override
            public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
                vertx.setTimer(150, later -> store.commit(lease, turn));
                return Future.succeededFuture(
                        new Committed(lease.version() + turn.turns().size()));
            }
        };
    }

    /** A deleted session leaves no trace: whoever still answers a turn of it stores it. */
    static SessionStore withoutTombstones(Vertx vertx, SessionStore store, Set<SessionRef> deleted) {
        SessionStore noting = new StoreDecorator(store) {
            @Override
            public Future<Deletion> delete(SessionRef session) {
                deleted.add(session);
                return store.delete(session);
            }
        };
        return overridden(
                vertx, noting, (lease, outcome) -> outcome instanceof Fenced && deleted.contains(lease.session()));
    }

    /** Now and then a begin gets the reply that was meant for the one before it. */
    static SessionStore shiftingReplies(SessionStore store) {
        AtomicReference<Future<BeginOutcome>> before = new AtomicReference<>(Future.failedFuture("none yet"));
        return new StoreDecorator(store) {
            @Override
            public Future<BeginOutcome> begin(BeginTurn turn) {
                Future<BeginOutcome> own = store.begin(turn);
                Future<BeginOutcome> other = before.getAndSet(own);
                boolean shifts = ThreadLocalRandom.current().nextInt(7) == 0;
                return shifts && other.succeeded() ? other : own;
            }
        };
    }

    static Set<Long> noNonces() {
        return ConcurrentHashMap.newKeySet();
    }

    static Set<SessionRef> noSessions() {
        return ConcurrentHashMap.newKeySet();
    }
}
