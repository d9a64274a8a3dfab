package io.backstory.store;

import io.backstory.chat.Bytes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Removes what has expired, sessions, tombstones and records of requests, a few at a time so that turns are not kept waiting, and gives
 * the freed pages and the log back to the file system. A session whose turn is running stays.
 */
record SqlitePurge(Leases leases, long now) implements SqliteWriter.Work<SqlitePurge.Removed> {
    private static final int BATCH = 8;
    private static final int PAGES = 4096;

    @Override
    public Removed on(Connection connection) throws SQLException {
        List<byte[]> expired = Sql.all(
                connection,
                "SELECT skey FROM session WHERE expires <= ? ORDER BY expires LIMIT " + BATCH,
                row -> row.getBytes(1),
                now);
        Sql.run(connection, "BEGIN IMMEDIATE");
        int removed = 0;
        for (byte[] key : expired) {
            if (!isInUse(connection, Bytes.wrap(key))) {
                remove(connection, key);
                removed++;
            }
        }
        int records = SqliteRecords.purge(connection, now);
        Sql.run(connection, "COMMIT");
        Sql.run(connection, "PRAGMA incremental_vacuum(" + PAGES + ")");
        Sql.run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return new Removed(removed, removed == BATCH || records == SqliteRecords.BATCH);
    }

    /**
     * What one run removed.
     *
     * @param more whether more may have expired than one run removes
     */
    record Removed(int sessions, boolean more) {}

    /** A turn on a branch is a use of its bases. */
    private boolean isInUse(Connection connection, Bytes key) throws SQLException {
        SqliteTables tables = new SqliteTables(connection);
        Optional<SessionRow> row = tables.find(key);
        List<SessionRow> all = row.isEmpty() ? List.of() : new Lines<>(tables, now).withBranches(row.get());
        return all.stream().anyMatch(each -> leases.isHeld(each.ref().key()));
    }

    private static void remove(Connection connection, byte[] key) throws SQLException {
        new SqliteTables(connection).empty(Bytes.wrap(key));
        Sql.update(connection, "DELETE FROM session WHERE skey = ?", (Object) key);
    }
}
