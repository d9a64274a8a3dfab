package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.SessionRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Removes a session's content and leaves a tombstone, which keeps the fence. The lease goes first, so that a turn still
 * running cannot bring the session back.
 */
record SqliteDelete(Leases leases, SessionRef ref, long generation, long now) implements SqliteWriter.Work<Deletion> {
    static final Duration TOMBSTONE = Duration.ofHours(24);

    @Override
    public Deletion on(Connection connection) throws SQLException {
        Bytes key = ref.key();
        boolean running = leases.drop(key);
        boolean stored =
                SessionRow.find(connection, ref).filter(row -> !row.isGone(now)).isPresent();
        if (stored) {
            Sql.update(connection, "DELETE FROM turn WHERE skey = ?", key.unsafeArray());
            SqliteRecords.removeAll(connection, key.unsafeArray());
            Sql.update(
                    connection,
                    "UPDATE session SET gen = ?, ver = 0, rev = 0, first = 1, fence = max(fence, ?), meta = NULL,"
                            + " deleted = ?, expires = ? WHERE skey = ?",
                    SessionRow.bytes(generation),
                    leases.lastFence(key),
                    now,
                    now + TOMBSTONE.toMillis(),
                    key.unsafeArray());
        }
        return new Deletion(stored || running, List.of());
    }
}
