package io.backstory.turn;

import io.backstory.chat.SessionRef;
import io.backstory.store.Lease;
import io.backstory.store.Renewal;
import io.backstory.store.SessionStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Renews leases while their turn runs, since a model may take longer than a lease lasts, and hears that way that a turn is
 * to be stopped. A lease that is lost all the same ends nothing here: the commit decides.
 */
final class LeaseKeeper {
    private static final long EVERY_MS = 5_000;

    private final Vertx vertx;
    private final SessionStore store;
    private final TurnReport report;
    private final Map<Lease, Runnable> held = new ConcurrentHashMap<>();

    LeaseKeeper(Vertx vertx, SessionStore store, TurnReport report) {
        this.vertx = vertx;
        this.store = store;
        this.report = report;
    }

    <T> Future<T> held(List<Lease> leases, Interruption interruption, Supplier<Future<T>> turn) {
        leases.forEach(lease -> keep(lease, interruption));
        return Future.succeededFuture().compose(none -> turn.get()).onComplete(end -> leases.forEach(this::forget));
    }

    /** Asks the store at once about the turns of a session, and not only at their next renewal. */
    void look(SessionRef session) {
        held.forEach((lease, renew) -> {
            if (lease.name().equals(session) || lease.session().equals(session)) {
                renew.run();
            }
        });
    }

    private void keep(Lease lease, Interruption interruption) {
        Context context = vertx.getOrCreateContext();
        held.put(lease, () -> context.runOnContext(none -> renew(lease, interruption)));
        vertx.setPeriodic(EVERY_MS, timer -> {
            if (held.containsKey(lease)) {
                renew(lease, interruption);
            } else {
                vertx.cancelTimer(timer);
            }
        });
    }

    private void renew(Lease lease, Interruption interruption) {
        store.renew(lease).onSuccess(renewal -> {
            if (renewal == Renewal.STOP) {
                interruption.request();
            } else if (renewal == Renewal.LOST && held.remove(lease) != null) {
                report.leaseLost();
            }
        });
    }

    private void forget(Lease lease) {
        held.remove(lease);
    }
}
