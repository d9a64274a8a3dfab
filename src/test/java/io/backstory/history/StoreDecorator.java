package io.backstory.history;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome;
import io.backstory.store.BeginTurn;
import io.backstory.store.CommitOutcome;
import io.backstory.store.CommitTurn;
import io.backstory.store.Deletion;
import io.backstory.store.Lease;
import io.backstory.store.PageRequest;
import io.backstory.store.Renewal;
import io.backstory.store.SessionPage;
import io.backstory.store.SessionStore;
import io.backstory.store.TurnLookup;
import io.backstory.store.TurnName;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Passes everything on; the tests' own stores change what they are about. */
abstract class StoreDecorator implements SessionStore {
    final SessionStore store;

    StoreDecorator(SessionStore store) {
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
