package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.SessionRow.Stem;
import io.backstory.store.SessionRow.Times;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a commit changes, once {@link TurnCommit} has found nothing against it. */
record TurnWrite<E extends Exception>(Rows.Tables<E> tables, Lease lease, CommitTurn turn, long now) {

    /** A turn as it is stored. */
    private record Encoded(Turn turn, Bytes bytes) {}

    void write(Optional<SessionRow> stored, Leases.Seen seen) throws E {
        SessionRow before = seen.fresh() ? created(stored, seen) : stored.orElseThrow();
        long size = before.size() + replace(before);
        size -= trim(before);
        List<Encoded> added = turn.turns().stream()
                .filter(each -> each.seq() >= turn.keepFrom())
                .map(each -> new Encoded(each, Bytes.wrap(TurnCodec.encode(each))))
                .toList();
        size += added.stream().mapToLong(each -> each.bytes().length()).sum();
        SessionRow after = grown(before, size);
        tables.put(after);
        for (Encoded each : added) {
            tables.add(after, each.turn(), each.bytes().unsafeArray());
        }
        moveName();
        prolong(after);
        for (Lease each : turn.ends(lease)) {
            file(each);
        }
    }

    private int newVersion() {
        return lease.version() + turn.turns().size();
    }

    private SessionRow created(Optional<SessionRow> remains, Leases.Seen seen) throws E {
        if (remains.isPresent()) {
            tables.empty(remains.get().ref().key());
        }
        return SessionRow.unborn(lease.session(), seen.base(), Bytes.wrap(new byte[0]), now)
                .ofGeneration(lease.generation());
    }

    /** Returns by how many bytes the session grew. */
    private long replace(SessionRow row) throws E {
        long growth = 0;
        for (Turn each : turn.replaced()) {
            byte[] bytes = TurnCodec.encode(each);
            growth += bytes.length - tables.size(row, each.seq() - 1, each.seq());
            tables.replace(row, each, bytes);
        }
        return growth;
    }

    private boolean trims(SessionRow row) {
        return turn.keepFrom() > row.first();
    }

    /** Returns how many bytes were removed. */
    private long trim(SessionRow row) throws E {
        if (!trims(row)) {
            return 0;
        }
        long removed = tables.size(row, row.first() - 1, turn.keepFrom() - 1);
        tables.trim(row, turn.keepFrom());
        return removed;
    }

    private SessionRow grown(SessionRow before, long size) throws E {
        boolean changed = !turn.replaced().isEmpty() || trims(before);
        int revision = before.own().revision() + (changed ? 1 : 0);
        return new SessionRow(
                before.ref(),
                new BeginTurn.Cached(lease.generation(), newVersion(), revision),
                lease.fence(),
                trims(before) ? turn.keepFrom() : before.first(),
                before.base(),
                current(before),
                Bytes.wrap(TurnCodec.encode(turn.settings())),
                new Times(before.times().born(), now, end(before)),
                false,
                size);
    }

    private @Nullable String current(SessionRow before) {
        return turn.moved() != null && turn.moved().name().equals(before.ref()) ? null : before.current();
    }

    /** No earlier than that of the branches, which could not be read without this session. */
    private long end(SessionRow before) throws E {
        long end = now + turn.retention().toMillis();
        for (SessionRow branch : tables.branchesOf(before)) {
            end = Math.max(end, branch.times().expires());
        }
        return end;
    }

    private void moveName() throws E {
        Lease moved = turn.moved();
        if (moved != null && !moved.name().equals(lease.session())) {
            SessionRow name = tables.find(moved.name().key()).orElseThrow();
            tables.put(name.standingFor(lease.session().id()));
        }
    }

    private void prolong(SessionRow row) throws E {
        long end = row.times().expires();
        for (Stem stem = row.base(); stem != null; ) {
            SessionRow base = tables.find(stem.key()).orElseThrow();
            if (base.times().expires() < end) {
                Times times = base.times();
                tables.put(base.lasting(new Times(times.born(), times.touched(), end)));
            }
            stem = base.base();
        }
        for (SessionRow name : tables.namesOf(row)) {
            Times times = name.times();
            tables.put(name.lasting(new Times(times.born(), now, Math.max(end, times.expires()))));
        }
    }

    /** The last turn answers the lease's request; without turns nothing does. */
    private void file(Lease each) throws E {
        Idempotency request = each.idempotency();
        if (request == null) {
            return;
        }
        SessionRef name = each.name();
        if (turn.turns().isEmpty()) {
            tables.unfile(name.key(), request.key());
            return;
        }
        String elsewhere = name.equals(lease.session()) ? null : lease.session().id();
        long end = now + request.mode().lifetime().toMillis();
        tables.file(
                name.key(),
                request.key(),
                new Rows.Answered(request.fingerprint(), lease.generation(), elsewhere, newVersion(), end));
    }
}
