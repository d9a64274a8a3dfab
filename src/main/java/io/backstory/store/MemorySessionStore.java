package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome.Fork;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Forgets everything at the end of the process; else it means what the others mean. For tests and trials. */
public final class MemorySessionStore implements SessionStore {
    private static final long PURGE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final MemoryTables tables = new MemoryTables();
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
            SessionRef line = BeginLookup.aim(lines(), turn);
            Optional<Duration> busy = leases.claim(line.key(), turn.nonce(), turn.idempotency());
            try {
                return claimed(BeginLookup.in(lines(), turn, line), busy);
            } finally {
                leases.unclaim(line.key(), turn.nonce());
            }
        });
    }

    private BeginOutcome claimed(BeginLookup found, Optional<Duration> busy) {
        Optional<BeginOutcome> refusal = found.refusal(leases, busy);
        if (refusal.isEmpty()) {
            return found.begun(leases).orElseThrow(() -> new AssertionError("a claim was lost inside the lock"));
        }
        return refusal.get() instanceof Fork fork
                ? BeginLookup.sentOn(tables, found.turn(), fork, clock.millis())
                        .orElseThrow(() -> new AssertionError("a request was answered inside the lock"))
                : refusal.get();
    }

    @Override
    public Future<Renewal> renew(Lease lease) {
        return answer(() -> leases.extend(lease));
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        turn.requireFollows(lease);
        return answer(() -> {
            CommitOutcome outcome = new TurnCommit<>(tables, leases, lease, turn, clock.millis()).store();
            turn.ends(lease).forEach(leases::release);
            purge();
            return outcome;
        });
    }

    @Override
    public Future<Void> abort(Lease lease) {
        leases.release(lease);
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<Session>> read(SessionRef session) {
        return answer(() -> {
            Lines<RuntimeException> lines = lines();
            return lines.exactly(lines.standsFor(session)).map(it -> running(it.session(lines.turnsAfter(it, 0))));
        });
    }

    @Override
    public Future<TurnLookup> turn(TurnName name) {
        return answer(() -> {
            TurnFinder<RuntimeException> finder = new TurnFinder<>(lines(), name);
            Bytes line = finder.line();
            return finder.find(line, leases.answering(line));
        });
    }

    @Override
    public Future<Optional<List<Session>>> branches(SessionRef session) {
        return answer(() -> lines().branches(session)
                .map(all -> all.stream().map(this::running).toList()));
    }

    @Override
    public Future<Boolean> interrupt(TurnName turn) {
        return answer(() -> {
            TurnFinder<RuntimeException> finder = new TurnFinder<>(lines(), turn);
            return leases.stop(finder.line(), finder::isMeant);
        });
    }

    @Override
    public Future<Deletion> delete(SessionRef session) {
        return answer(() -> new SessionDelete<>(tables, leases, session, clock.millis()).run());
    }

    @Override
    public Future<SessionPage> list(String tenant, PageRequest page) {
        return answer(() -> running(tables.page(tenant, page, clock.millis())));
    }

    private Session running(Session session) {
        return session.withRunning(leases.isHeld(session.ref().key()));
    }

    private SessionPage running(SessionPage page) {
        return new SessionPage(page.sessions().stream().map(leases::seenByName).toList(), page.hasMore());
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

    private Lines<RuntimeException> lines() {
        return new Lines<>(tables, clock.millis());
    }

    private void purge() {
        long now = clock.millis();
        if (now >= nextPurge) {
            nextPurge = now + PURGE_MILLIS;
            leases.sweep();
            tables.purge(now, row -> lines().withBranches(row).stream()
                    .anyMatch(each -> leases.isHeld(each.ref().key())));
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
