package io.backstory.store;

import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Conflict;
import io.backstory.store.CommitOutcome.Fenced;
import io.backstory.store.CommitOutcome.Superseded;
import io.backstory.store.Repetition.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Stores one turn, or an import, on the writer. The version check makes it safe; the lease only gives the better answer. */
record SqliteCommit(Leases leases, Lease lease, CommitTurn turn, long now) implements SqliteWriter.Work<CommitOutcome> {

    @Override
    public CommitOutcome on(Connection connection) throws SQLException {
        if (isRepeated(connection)) {
            return new Committed(newVersion());
        }
        Optional<Recorded> faster = faster(connection);
        if (faster.isPresent()) {
            return new Superseded(faster.get().turn().seq());
        }
        Optional<Leases.Seen> holding = leases.holding(lease);
        if (holding.isEmpty()) {
            return new Fenced();
        }
        boolean moved = holding.get().fresh() ? create(connection) : append(connection);
        if (!moved) {
            return new Conflict();
        }
        for (Turn each : turn.turns()) {
            insert(connection, each);
        }
        record(connection);
        return new Committed(newVersion());
    }

    @Override
    public void durable(CommitOutcome outcome) {
        leases.release(lease);
    }

    @Override
    public Optional<CommitOutcome> unknown() {
        return Optional.of(new CommitOutcome.Unknown());
    }

    private int newVersion() {
        return lease.version() + turn.turns().size();
    }

    private byte[] key() {
        return lease.session().key().unsafeArray();
    }

    private byte[] generation() {
        return SessionRow.bytes(lease.generation());
    }

    private long expires() {
        return now + turn.retention().toMillis();
    }

    /** Whether this very commit was stored before and only its answer was lost. */
    private boolean isRepeated(Connection connection) throws SQLException {
        List<Turn> turns = turn.turns();
        return !turns.isEmpty()
                && Sql.first(
                                connection,
                                "SELECT 1 FROM turn JOIN session USING(skey, gen)"
                                        + " WHERE skey = ? AND gen = ? AND seq = ? AND turn_id = ? AND deleted IS NULL",
                                row -> true,
                                key(),
                                generation(),
                                newVersion(),
                                SessionRow.bytes(turns.get(turns.size() - 1).nonce()))
                        .isPresent();
    }

    /** Another try of the same keyed request that was committed first, into a session that is still there. */
    private Optional<Recorded> faster(Connection connection) throws SQLException {
        return lease.isOfKeyedRequest()
                        && SessionRow.find(connection, lease.session())
                                .filter(row -> !row.isGone(now))
                                .isPresent()
                ? SqliteRecords.find(connection, lease.session().key(), lease.generation(), lease.idempotency(), now)
                : Optional.empty();
    }

    private void record(Connection connection) throws SQLException {
        if (turn.turns().isEmpty()) {
            SqliteRecords.remove(connection, lease);
        } else {
            SqliteRecords.write(connection, lease, newVersion(), now);
        }
    }

    private boolean create(Connection connection) throws SQLException {
        SessionRef ref = lease.session();
        Optional<SessionRow> remains = SessionRow.find(connection, ref);
        if (remains.isPresent()) {
            if (!remains.get().isGone(now)) {
                return false;
            }
            SqlitePurge.remove(connection, key());
        }
        Sql.update(
                connection,
                "INSERT INTO session(skey, tenant, sid, gen, ver, rev, first, fence, meta, born, touched, expires)"
                        + " VALUES(?, ?, ?, ?, ?, 0, 1, ?, ?, ?, ?, ?)",
                key(),
                ref.tenant(),
                ref.id(),
                generation(),
                newVersion(),
                lease.fence(),
                TurnCodec.encode(turn.settings()),
                now,
                now,
                expires());
        return true;
    }

    private boolean append(Connection connection) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE session SET ver = ?, fence = ?, meta = ?, touched = ?, expires = ?"
                                + " WHERE skey = ? AND gen = ? AND ver = ? AND deleted IS NULL",
                        newVersion(),
                        lease.fence(),
                        TurnCodec.encode(turn.settings()),
                        now,
                        expires(),
                        key(),
                        generation(),
                        lease.version())
                == 1;
    }

    private void insert(Connection connection, Turn each) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO turn(skey, gen, seq, parent, turn_id, status, body, tin, tout, at)"
                        + " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                key(),
                generation(),
                each.seq(),
                each.seq() - 1,
                SessionRow.bytes(each.nonce()),
                each.status().name().toLowerCase(Locale.ROOT),
                TurnCodec.encode(each),
                each.usage().inputTotal(),
                each.usage().outputTotal(),
                each.createdAt().toEpochMilli());
    }
}
