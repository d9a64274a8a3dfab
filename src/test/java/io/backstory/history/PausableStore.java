package io.backstory.history;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome;
import io.backstory.store.BeginTurn;
import io.backstory.store.CommitOutcome;
import io.backstory.store.CommitTurn;
import io.backstory.store.Deletion;
import io.backstory.store.Lease;
import io.backstory.store.Renewal;
import io.backstory.store.SessionStore;
import io.backstory.store.StoreDecorator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A gateway's way to the store, which a pause blocks: what was on its way arrives after the pause. Outlives no gateway. */
final class PausableStore extends StoreDecorator {
    private final Vertx vertx;
    private @Nullable List<Runnable> waiting;

    PausableStore(Vertx vertx, SessionStore store) {
        super(store);
        this.vertx = vertx;
    }

    synchronized void pause() {
        if (waiting == null) {
            waiting = new ArrayList<>();
        }
    }

    synchronized void resume() {
        List<Runnable> held = waiting;
        waiting = null;
        if (held != null) {
            held.forEach(Runnable::run);
        }
    }

    @Override
    public Future<BeginOutcome> begin(BeginTurn turn) {
        return passed(() -> store.begin(turn));
    }

    @Override
    public Future<Renewal> renew(Lease lease) {
        return passed(() -> store.renew(lease));
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        return passed(() -> store.commit(lease, turn));
    }

    @Override
    public Future<Void> abort(Lease lease) {
        return passed(() -> store.abort(lease));
    }

    @Override
    public Future<Optional<Session>> read(SessionRef session) {
        return passed(() -> store.read(session));
    }

    @Override
    public Future<Deletion> delete(SessionRef session) {
        return passed(() -> store.delete(session));
    }

    /** The store is shared: it outlives this gateway. */
    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    private synchronized <T> Future<T> passed(Supplier<Future<T>> call) {
        if (waiting == null) {
            return call.get();
        }
        Promise<Void> open = Promise.promise();
        Context caller = vertx.getOrCreateContext();
        waiting.add(() -> caller.runOnContext(go -> open.complete()));
        return open.future().compose(go -> call.get());
    }
}
