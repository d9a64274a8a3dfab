package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Passes everything on to another store; whoever extends it changes only what it is about. */
public abstract class StoreDecorator implements SessionStore {
    protected final SessionStore store;

    protected StoreDecorator(SessionStore store) {
        this.store = store;
    }

    @Override
    public Future<BeginOutcome> begin(BeginTurn turn) {
        return store.begin(turn);
    }

    @Override
    public Future<Renewal> renew(Lease lease) {
        return store.renew(lease);
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        return store.commit(lease, turn);
    }

    @Override
    public Future<Void> abort(Lease lease) {
        return store.abort(lease);
    }

    @Override
    public Future<Optional<Session>> read(SessionRef session) {
        return store.read(session);
    }

    @Override
    public Future<TurnLookup> turn(TurnName name) {
        return store.turn(name);
    }

    @Override
    public Future<Optional<List<Session>>> branches(SessionRef session) {
        return store.branches(session);
    }

    @Override
    public Future<Boolean> interrupt(TurnName turn) {
        return store.interrupt(turn);
    }

    @Override
    public Future<Deletion> delete(SessionRef session) {
        return store.delete(session);
    }

    @Override
    public Future<SessionPage> list(String tenant, PageRequest page) {
        return store.list(tenant, page);
    }

    @Override
    public Future<Optional<String>> trouble() {
        return store.trouble();
    }

    @Override
    public Future<Void> close() {
        return store.close();
    }
}
