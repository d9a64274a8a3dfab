package io.backstory.turn;

import io.backstory.store.Lease;
import io.backstory.store.Renewal;
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
    private final TurnReport report;

    LeaseKeeper(Vertx vertx, SessionStore store, TurnReport report) {
        this.vertx = vertx;
        this.store = store;
        this.report = report;
    }

    <T> Future<T> held(Lease lease, Supplier<Future<T>> turn) {
        long timer = vertx.setPeriodic(EVERY_MS, id -> renew(lease, id));
        return Future.succeededFuture().compose(none -> turn.get()).onComplete(end -> vertx.cancelTimer(timer));
    }

    private void renew(Lease lease, long timer) {
        store.renew(lease).onSuccess(held -> {
            // A slow answer may come after the turn's end, or after another one that said the same.
            if (held == Renewal.LOST && vertx.cancelTimer(timer)) {
                report.leaseLost();
            }
        });
    }
}
