package io.backstory.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A {@link TurnCommit} on the writer. */
record SqliteCommit(Leases leases, Lease lease, CommitTurn turn, long now) implements SqliteWriter.Work<CommitOutcome> {

    @Override
    public CommitOutcome on(Connection connection) throws SQLException {
        return new TurnCommit<>(new SqliteTables(connection), leases, lease, turn, now).store();
    }

    @Override
    public void durable(CommitOutcome outcome) {
        turn.ends(lease).forEach(leases::release);
    }

    @Override
    public Optional<CommitOutcome> unknown() {
        return Optional.of(new CommitOutcome.Unknown());
    }
}
