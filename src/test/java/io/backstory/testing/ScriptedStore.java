package io.backstory.testing;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that is up or down as a test says, and answers commits from a script. It keeps nothing. */
public final class ScriptedStore implements SessionStore {
    private final AtomicInteger begins = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private final Queue<Future<CommitOutcome>> script = new ConcurrentLinkedQueue<>();
    private volatile Future<CommitOutcome> last = refused();
    private volatile boolean down;

    /** A commit that was plainly refused. */
    public static Future<CommitOutcome> refused() {
        return unavailable();
    }

    /** What commits are answered, one after the other; the last one for ever. */
    public ScriptedStore commits(List<Future<CommitOutcome>> answers) {
        script.addAll(answers);
        last = answers.get(answers.size() - 1);
        return this;
    }

    public ScriptedStore down(boolean now) {
        down = now;
        return this;
    }

    public int begins() {
        return begins.get();
    }

    public int commits() {
        return commits.get();
    }

    @Override
    public Future<BeginOutcome> begin(BeginTurn turn) {
        begins.incrementAndGet();
        return unlessDown(new BeginOutcome.NotFound());
    }

    @Override
    public Future<Renewal> renew(Lease lease) {
        return unlessDown(Renewal.RENEWED);
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        commits.incrementAndGet();
        Future<CommitOutcome> next = script.poll();
        return next == null ? last : next;
    }

    @Override
    public Future<Void> abort(Lease lease) {
        return down ? unavailable() : Future.succeededFuture();
    }

    @Override
    public Future<Optional<Session>> read(SessionRef session) {
        return unlessDown(Optional.empty());
    }

    @Override
    public Future<TurnLookup> turn(TurnName name) {
        return unlessDown(new TurnLookup.NotFound());
    }

    @Override
    public Future<Optional<List<Session>>> branches(SessionRef session) {
        return unlessDown(Optional.empty());
    }

    @Override
    public Future<Boolean> interrupt(TurnName turn) {
        return unlessDown(false);
    }

    @Override
    public Future<Deletion> delete(SessionRef session) {
        return unlessDown(new Deletion(false, List.of()));
    }

    @Override
    public Future<SessionPage> list(String tenant, PageRequest page) {
        return unavailable();
    }

    @Override
    public Future<Optional<String>> trouble() {
        return Future.succeededFuture(down ? Optional.of("down") : Optional.empty());
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    private static <T> Future<T> unavailable() {
        return Future.failedFuture(new ChatException(Kind.STORE_UNAVAILABLE, "down"));
    }

    private <T> Future<T> unlessDown(T answer) {
        return down ? unavailable() : Future.succeededFuture(answer);
    }
}
