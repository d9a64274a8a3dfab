package io.backstory.store;

import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Conflict;
import io.backstory.store.CommitOutcome.Fenced;
import io.backstory.store.CommitOutcome.Superseded;
import io.backstory.store.SessionRow.Stem;
import java.util.List;
import java.util.Optional;

/**
 * Stores one turn, or an import. The version check makes it safe; the lease only gives the better answer. All checks come
 * before the first change.
 */
record TurnCommit<E extends Exception>(Rows.Tables<E> tables, Leases leases, Lease lease, CommitTurn turn, long now) {

    CommitOutcome store() throws E {
        Optional<SessionRow> stored = tables.find(lease.session().key());
        if (isRepeated(stored)) {
            return new Committed(newVersion());
        }
        Optional<CommitOutcome> faster = faster();
        if (faster.isPresent()) {
            return faster.get();
        }
        Optional<Leases.Seen> holding = leases.holding(lease);
        if (holding.isEmpty() || !holdsLineToLeave() || !baseHolds(holding.get())) {
            return new Fenced();
        }
        Leases.Seen seen = holding.get();
        if (!isAsBegun(stored, seen) || !namesStand(seen) || !replacedStand(stored)) {
            return new Conflict();
        }
        new TurnWrite<>(tables, lease, turn, now).write(stored, seen);
        return new Committed(newVersion());
    }

    private int newVersion() {
        return lease.version() + turn.turns().size();
    }

    private Lines<E> lines() {
        return new Lines<>(tables, now);
    }

    /** Whether this very commit was stored before and only its answer was lost. */
    private boolean isRepeated(Optional<SessionRow> stored) throws E {
        List<Turn> turns = turn.turns();
        return !turns.isEmpty()
                && stored.filter(it -> it.isOf(lease.generation())).isPresent()
                && has(stored, turns.get(turns.size() - 1));
    }

    private boolean has(Optional<SessionRow> stored, Turn wanted) throws E {
        return stored.filter(it -> it.owns(wanted.seq())).isPresent()
                && tables.turns(stored.get(), wanted.seq() - 1, wanted.seq()).stream()
                        .anyMatch(it -> it.nonce() == wanted.nonce());
    }

    /** Another try of the same keyed request that was committed first, into a session that is still there. */
    private Optional<CommitOutcome> faster() throws E {
        for (Lease each : turn.ends(lease)) {
            Idempotency request = each.idempotency();
            if (request != null && each.isOfKeyedRequest() && isThere(each)) {
                Optional<Line> home = lines().exactly(each.name());
                if (home.isPresent()
                        && lines().recorded(home.get(), request).orElse(null) instanceof Repetition.Done done) {
                    return Optional.of(new Superseded(done.turn().seq()));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isThere(Lease each) throws E {
        return lines().exactly(each.session())
                .filter(it -> it.row().isOf(each.generation()))
                .isPresent();
    }

    private boolean holdsLineToLeave() {
        return turn.moved() == null || leases.holding(turn.moved()).isPresent();
    }

    /** Whether what a new branch begins from is still there. */
    private boolean baseHolds(Leases.Seen seen) throws E {
        for (Stem stem = seen.fresh() ? seen.base() : null; stem != null; ) {
            Optional<SessionRow> base = tables.find(stem.key());
            if (base.isEmpty() || !Lines.holds(base.get(), stem)) {
                return false;
            }
            stem = base.get().base();
        }
        return true;
    }

    private boolean isAsBegun(Optional<SessionRow> stored, Leases.Seen seen) {
        return seen.fresh()
                ? stored.filter(it -> !it.isGone(now)).isEmpty()
                : stored.filter(it -> it.isOf(lease.generation()) && it.own().version() == lease.version())
                        .isPresent();
    }

    private boolean namesStand(Leases.Seen seen) throws E {
        return (!seen.byName() || stands(lease.name(), lease.session())) && standsToMove();
    }

    private boolean standsToMove() throws E {
        Lease moved = turn.moved();
        return moved == null || (tables.find(moved.name().key()).isPresent() && stands(moved.name(), moved.session()));
    }

    /** A name whose life has ended while its turn was running stands as it did. */
    private boolean stands(SessionRef name, SessionRef line) throws E {
        Optional<String> current = tables.find(name.key()).map(SessionRow::current);
        return current.filter(line.id()::equals).isPresent()
                || lines().standsFor(name).equals(line);
    }

    private boolean replacedStand(Optional<SessionRow> stored) throws E {
        for (Turn each : turn.replaced()) {
            if (!has(stored, each)) {
                return false;
            }
        }
        return true;
    }
}
