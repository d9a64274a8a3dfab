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
    private final Map<Lease, Held> held = new ConcurrentHashMap<>();

    /** @param look asks the store about the lease */
    private record Held(long timer, Runnable look) {}

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
        held.forEach((lease, kept) -> {
            if (lease.name().equals(session) || lease.session().equals(session)) {
                kept.look().run();
            }
        });
    }

    private void keep(Lease lease, Interruption interruption) {
        Context context = vertx.getOrCreateContext();
        long timer = vertx.setPeriodic(EVERY_MS, id -> renew(lease, interruption));
        held.put(lease, new Held(timer, () -> context.runOnContext(none -> renew(lease, interruption))));
    }

    private void renew(Lease lease, Interruption interruption) {
        store.renew(lease).onSuccess(renewal -> {
            if (renewal == Renewal.STOP) {
                interruption.request();
            } else if (renewal == Renewal.LOST && forget(lease)) {
                report.leaseLost();
            }
        });
    }

    /** False when the turn has ended meanwhile, or the loss was known. */
    private boolean forget(Lease lease) {
        Held kept = held.remove(lease);
        return kept != null && vertx.cancelTimer(kept.timer());
    }
}
