package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Busy;
import io.backstory.store.BeginOutcome.NotFound;
import io.backstory.store.BeginOutcome.NotHead;
import io.backstory.store.BeginOutcome.Regressed;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Conflict;
import io.backstory.store.CommitOutcome.Fenced;
import io.backstory.store.CommitOutcome.Superseded;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Forgets everything at the end of the process; else it means what the others mean. For tests and trials. */
public final class MemorySessionStore implements SessionStore {
    private static final long PURGE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final Map<Bytes, MemorySession> sessions = new HashMap<>();
    private final Clock clock;
    private final Leases leases;
    private long nextPurge;
    private boolean closed;

    public MemorySessionStore(Clock clock) {
        this.clock = clock;
        this.leases = new Leases(clock);
    }

    @Override
    public Future<BeginOutcome> begin(BeginTurn turn) {
        return answer(() -> {
            Bytes key = turn.session().key();
            Optional<Duration> busy = leases.claim(key, turn.nonce(), turn.idempotency());
            BeginOutcome outcome = claimed(turn, readable(turn.session()), busy);
            if (busy.isEmpty() && !(outcome instanceof Begun)) {
                leases.unclaim(key, turn.nonce());
            }
            return outcome;
        });
    }

    private BeginOutcome claimed(BeginTurn turn, Optional<MemorySession> found, Optional<Duration> busy) {
        int version = found.map(it -> it.state().version()).orElse(0);
        if (busy.isEmpty() && found.isEmpty() && !turn.create()) {
            return new NotFound();
        }
        if (found.filter(it -> it.state().isBehind(turn.cached())).isPresent()) {
            return new Regressed();
        }
        Optional<Repetition.Recorded> recorded = found.flatMap(
                it -> leases.unreplaced(turn, it.state(), it.recorded(turn.idempotency(), clock.millis())));
        Optional<BeginOutcome> repeated =
                new Repetition(leases.other(turn.session().key(), turn.nonce()), recorded, version).of(turn);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        if (busy.isPresent()) {
            return new Busy(busy.get());
        }
        if (turn.expectedVersion() != null && turn.expectedVersion() != version) {
            return new NotHead(version);
        }
        Leases.Seen seen = found.map(
                        it -> new Leases.Seen(it.fence(), it.state().generation(), false))
                .orElseGet(() -> new Leases.Seen(0, Fresh.generation(), true));
        Leases.Seen granted = leases.grant(
                        turn, seen, recorded.filter(it -> it.turn().seq() == version))
                .orElseThrow(() -> new AssertionError("a claim was lost inside the lock"));
        return begun(turn, found, granted);
    }

    private BeginOutcome begun(BeginTurn turn, Optional<MemorySession> found, Leases.Seen granted) {
        BeginTurn.Cached state =
                found.map(MemorySession::state).orElseGet(() -> new BeginTurn.Cached(granted.generation(), 0, 0));
        boolean onlyNewer = found.isPresent() && state.continues(turn.cached());
        int known = onlyNewer && turn.cached() != null ? turn.cached().version() : 0;
        Session session = found.map(it -> it.session(turn.session(), known))
                .orElseGet(() -> Fresh.session(turn.session(), clock.millis()));
        Lease lease = new Lease(
                turn.session(), granted.fence(), turn.nonce(), state.generation(), state.version(), turn.idempotency());
        return new Begun(lease, session, state, onlyNewer);
    }

    @Override
    public Future<Renewal> renew(Lease lease) {
        return answer(() -> leases.extend(lease) ? Renewal.RENEWED : Renewal.LOST);
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        turn.requireFollows(lease);
        return answer(() -> {
            CommitOutcome outcome = store(lease, turn);
            leases.release(lease);
            purge();
            return outcome;
        });
    }

    private CommitOutcome store(Lease lease, CommitTurn turn) {
        Bytes key = lease.session().key();
        Optional<MemorySession> stored = Optional.ofNullable(sessions.get(key));
        if (stored.filter(it -> it.holds(lease, turn.turns())).isPresent()) {
            return new Committed(lease.version() + turn.turns().size());
        }
        long now = clock.millis();
        Optional<Repetition.Recorded> faster = stored.filter(it -> it.isOf(lease) && !it.isGone(now))
                .filter(it -> lease.isOfKeyedRequest())
                .flatMap(it -> it.recorded(lease.idempotency(), now));
        if (faster.isPresent()) {
            return new Superseded(faster.get().turn().seq());
        }
        Optional<Leases.Seen> holding = leases.holding(lease);
        if (holding.isEmpty()) {
            return new Fenced();
        }
        boolean fresh = holding.get().fresh();
        if (fresh
                ? stored.filter(it -> !it.isGone(now)).isPresent()
                : stored.filter(it -> it.isAt(lease)).isEmpty()) {
            return new Conflict();
        }
        MemorySession before = fresh ? MemorySession.empty(lease, now) : stored.orElseThrow();
        sessions.put(key, before.with(lease, turn, now));
        return new Committed(lease.version() + turn.turns().size());
    }

    @Override
    public Future<Void> abort(Lease lease) {
        leases.release(lease);
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<Session>> read(SessionRef session) {
        return answer(() -> readable(session).map(it -> running(it.session(session, 0))));
    }

    @Override
    public Future<TurnLookup> turn(TurnName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Optional<List<Session>>> branches(SessionRef session) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Boolean> interrupt(TurnName turn) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Deletion> delete(SessionRef session) {
        return answer(() -> {
            Bytes key = session.key();
            boolean running = leases.drop(key);
            Optional<MemorySession> stored = readable(session);
            stored.ifPresent(it -> sessions.put(key, it.tombstone(leases.lastFence(key), clock.millis())));
            return new Deletion(stored.isPresent() || running, List.of());
        });
    }

    @Override
    public Future<SessionPage> list(String tenant, PageRequest page) {
        return answer(() -> {
            SessionPage found = MemorySession.page(List.copyOf(sessions.values()), tenant, page, clock.millis());
            return new SessionPage(found.sessions().stream().map(this::running).toList(), found.hasMore());
        });
    }

    private Session running(Session session) {
        return session.withRunning(leases.isHeld(session.ref().key()));
    }

    @Override
    public Future<Optional<String>> trouble() {
        return answer(Optional::empty);
    }

    @Override
    public synchronized Future<Void> close() {
        closed = true;
        return Future.succeededFuture();
    }

    private Optional<MemorySession> readable(SessionRef ref) {
        return Optional.ofNullable(sessions.get(ref.key())).filter(it -> !it.isGone(clock.millis()));
    }

    private void purge() {
        long now = clock.millis();
        if (now >= nextPurge) {
            nextPurge = now + PURGE_MILLIS;
            leases.sweep();
            sessions.entrySet().removeIf(it -> it.getValue().expires() <= now && !leases.isHeld(it.getKey()));
        }
    }

    private synchronized <T> Future<T> answer(Supplier<T> call) {
        if (closed) {
            return Future.failedFuture(Unavailable.because("The session store is closed."));
        }
        try {
            return Future.succeededFuture(call.get());
        } catch (ChatException e) {
            return Future.failedFuture(e);
        }
    }
}
