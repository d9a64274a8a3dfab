package io.backstory.store;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spares callers the wait for a store that is down: after {@value #FAILURES} failures in a row they are refused at once,
 * while the store is asked every {@value #PROBE_MS} ms, for as long as it takes, whether it is back.
 *
 * <p>What ends a turn that has begun always reaches the store: commits, renewals and aborts.
 */
public final class StoreBreaker extends StoreDecorator {
    static final int FAILURES = 5;
    static final long PROBE_MS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(StoreBreaker.class);

    private final Vertx vertx;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean open;
    private boolean closed;
    private long probes;

    public StoreBreaker(Vertx vertx, SessionStore store) {
        super(store);
        this.vertx = vertx;
    }

    @Override
    public Future<BeginOutcome> begin(BeginTurn turn) {
        return unlessOpen(() -> store.begin(turn));
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        return store.commit(lease, turn).onSuccess(this::committed);
    }

    @Override
    public Future<Optional<Session>> read(SessionRef session) {
        return unlessOpen(() -> store.read(session));
    }

    @Override
    public Future<TurnLookup> turn(TurnName name) {
        return unlessOpen(() -> store.turn(name));
    }

    @Override
    public Future<Optional<List<Session>>> branches(SessionRef session) {
        return unlessOpen(() -> store.branches(session));
    }

    @Override
    public Future<Boolean> interrupt(TurnName turn) {
        return unlessOpen(() -> store.interrupt(turn));
    }

    @Override
    public Future<Deletion> delete(SessionRef session) {
        return unlessOpen(() -> store.delete(session));
    }

    @Override
    public Future<SessionPage> list(String tenant, PageRequest page) {
        return unlessOpen(() -> store.list(tenant, page));
    }

    @Override
    public Future<Void> close() {
        synchronized (this) {
            closed = true;
            vertx.cancelTimer(probes);
        }
        return store.close();
    }

    private <T> Future<T> unlessOpen(Supplier<Future<T>> call) {
        return open
                ? Future.failedFuture(Unavailable.because("The session store cannot be reached."))
                : call.get().onComplete(this::count);
    }

    private void count(AsyncResult<?> end) {
        if (end.cause() instanceof ChatException failure && failure.kind() == Kind.STORE_UNAVAILABLE) {
            if (failures.incrementAndGet() >= FAILURES) {
                refuse();
            }
        } else {
            failures.set(0);
        }
    }

    private synchronized void refuse() {
        if (!open && !closed) {
            LOG.warn("the session store does not answer: turns are refused until it does");
            open = true;
            probes = vertx.setPeriodic(PROBE_MS, id -> probe());
        }
    }

    /** A certain answer shows that the store is back; whoever got it may read the session at once. */
    private void committed(CommitOutcome outcome) {
        if (open && !(outcome instanceof CommitOutcome.Unknown)) {
            answersAgain();
        }
    }

    private void probe() {
        store.trouble().onSuccess(trouble -> {
            if (trouble.isEmpty()) {
                answersAgain();
            }
        });
    }

    private synchronized void answersAgain() {
        if (open) {
            LOG.warn("the session store answers again");
            vertx.cancelTimer(probes);
            failures.set(0);
            open = false;
        }
    }
}
