package io.backstory.turn;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.metrics.StoreKind;
import io.backstory.metrics.StoreOperation;
import io.backstory.metrics.StoreResult;
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
import java.util.function.Function;

/** Reports how long each operation of a store takes and how it ends. */
public final class MeteredStore implements SessionStore {
    private final SessionStore store;
    private final StoreKind kind;
    private final GatewayMetrics metrics;

    public MeteredStore(SessionStore store, StoreKind kind, GatewayMetrics metrics) {
        this.store = store;
        this.kind = kind;
        this.metrics = metrics;
    }

    @Override
    public Future<BeginOutcome> begin(BeginTurn turn) {
        return timed(StoreOperation.BEGIN, store.begin(turn), MeteredStore::result);
    }

    @Override
    public Future<Renewal> renew(Lease lease) {
        return timed(
                StoreOperation.RENEW,
                store.renew(lease),
                renewal -> renewal == Renewal.LOST ? StoreResult.CONFLICT : StoreResult.OK);
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        return timed(StoreOperation.COMMIT, store.commit(lease, turn), MeteredStore::result);
    }

    @Override
    public Future<Void> abort(Lease lease) {
        return timed(StoreOperation.ABORT, store.abort(lease), done -> StoreResult.OK);
    }

    @Override
    public Future<Optional<Session>> read(SessionRef session) {
        return timed(StoreOperation.READ, store.read(session), MeteredStore::found);
    }

    @Override
    public Future<TurnLookup> turn(TurnName name) {
        return timed(
                StoreOperation.READ,
                store.turn(name),
                lookup -> lookup instanceof TurnLookup.NotFound ? StoreResult.NOT_FOUND : StoreResult.OK);
    }

    @Override
    public Future<Optional<List<Session>>> branches(SessionRef session) {
        return timed(StoreOperation.LIST, store.branches(session), MeteredStore::found);
    }

    @Override
    public Future<Boolean> interrupt(TurnName turn) {
        return timed(
                StoreOperation.INTERRUPT,
                store.interrupt(turn),
                running -> running ? StoreResult.OK : StoreResult.NOT_FOUND);
    }

    @Override
    public Future<Deletion> delete(SessionRef session) {
        return timed(
                StoreOperation.DELETE,
                store.delete(session),
                deletion -> deletion.existed() ? StoreResult.OK : StoreResult.NOT_FOUND);
    }

    @Override
    public Future<SessionPage> list(String tenant, PageRequest page) {
        return timed(StoreOperation.LIST, store.list(tenant, page), listed -> StoreResult.OK);
    }

    @Override
    public Future<Optional<String>> trouble() {
        return store.trouble();
    }

    @Override
    public Future<Void> close() {
        return store.close();
    }

    private <T> Future<T> timed(StoreOperation operation, Future<T> running, Function<T, StoreResult> result) {
        long started = System.nanoTime();
        return running.onComplete(end -> metrics.storeOperation(
                kind,
                operation,
                end.succeeded() ? result.apply(end.result()) : StoreResult.ERROR,
                System.nanoTime() - started));
    }

    private static StoreResult result(BeginOutcome outcome) {
        if (outcome instanceof BeginOutcome.Begun || outcome instanceof BeginOutcome.Replay) {
            return StoreResult.OK;
        }
        if (outcome instanceof BeginOutcome.Regressed) {
            return StoreResult.ERROR;
        }
        return outcome instanceof BeginOutcome.NotFound ? StoreResult.NOT_FOUND : StoreResult.CONFLICT;
    }

    private static StoreResult result(CommitOutcome outcome) {
        if (outcome instanceof CommitOutcome.Committed) {
            return StoreResult.OK;
        }
        return outcome instanceof CommitOutcome.Unknown ? StoreResult.ERROR : StoreResult.CONFLICT;
    }

    private static StoreResult found(Optional<?> value) {
        return value.isPresent() ? StoreResult.OK : StoreResult.NOT_FOUND;
    }
}
