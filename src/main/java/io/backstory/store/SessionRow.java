package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row of table {@code session} and its turns. Times are in epoch milliseconds.
 *
 * @param meta the stored settings; empty in a tombstone
 */
record SessionRow(
        SessionRef ref,
        BeginTurn.Cached state,
        long fence,
        Bytes meta,
        long born,
        long touched,
        long expires,
        boolean deleted) {
    static final String COLUMNS =
            "tenant, sid, gen, ver, rev, fence, meta, born, touched, expires, deleted IS NOT NULL";

    static Optional<SessionRow> find(Connection connection, SessionRef ref) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + " FROM session WHERE skey = ? AND tenant = ? AND sid = ?",
                SessionRow::from,
                ref.key().unsafeArray(),
                ref.tenant(),
                ref.id());
    }

    static SessionRow from(ResultSet row) throws SQLException {
        return new SessionRow(
                new SessionRef(row.getString(1), row.getString(2)),
                new BeginTurn.Cached(number(row.getBytes(3)), row.getInt(4), row.getInt(5)),
                row.getLong(6),
                Bytes.wrap(row.getBytes(7) == null ? new byte[0] : row.getBytes(7)),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getBoolean(11));
    }

    /** The turns after {@code version}, oldest first. */
    List<Turn> turnsAfter(Connection connection, int version) throws SQLException {
        if (version >= state.version()) {
            return List.of();
        }
        return Sql.all(
                connection,
                "SELECT body FROM turn WHERE skey = ? AND gen = ? AND seq > ? ORDER BY seq",
                row -> TurnCodec.turn(row.getBytes(1)),
                ref.key().unsafeArray(),
                bytes(state.generation()),
                version);
    }

    /** Deleted or past its end: the same as absent for everyone. */
    boolean isGone(long now) {
        return deleted || expires <= now;
    }

    Session session(List<Turn> turns) {
        return new Session(
                ref,
                state.version(),
                meta.isEmpty() ? SessionSettings.EMPTY : TurnCodec.settings(meta.unsafeArray()),
                turns,
                Instant.ofEpochMilli(born),
                Instant.ofEpochMilli(touched),
                Instant.ofEpochMilli(expires),
                false);
    }

    /** 64 bits as they stand in the columns {@code gen} and {@code turn_id}: big endian. */
    static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}
