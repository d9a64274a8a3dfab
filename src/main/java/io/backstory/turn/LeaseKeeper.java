package io.backstory.turn;

import io.backstory.store.Lease;
import io.backstory.store.SessionStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * Renews a lease while its turn runs, since a model may take longer than a lease lasts. A lease that is lost all the same
 * ends nothing here: the commit decides.
 */
final class LeaseKeeper {
    private static final long EVERY_MS = 5_000;

    private final Vertx vertx;
    private final SessionStore store;

    LeaseKeeper(Vertx vertx, SessionStore store) {
        this.vertx = vertx;
        this.store = store;
    }

    <T> Future<T> held(Lease lease, Supplier<Future<T>> turn) {
        long timer = vertx.setPeriodic(EVERY_MS, id -> store.renew(lease));
        return Future.succeededFuture().compose(none -> turn.get()).onComplete(end -> vertx.cancelTimer(timer));
    }
}
