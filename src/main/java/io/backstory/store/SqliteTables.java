package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables {@code session} and {@code turn}; {@link SqliteRecords} has the third. */
record SqliteTables(Connection connection) implements Rows.Tables<SQLException> {
    static final String COLUMNS =
            "tenant, sid, gen, ver, rev, fence, first, base_key, base_gen, base_seq, current, meta,"
                    + " born, touched, expires, deleted IS NOT NULL, size";

    private static final String PUT = "INSERT INTO session(skey, tenant, sid, gen, ver, rev, first, fence,"
            + " base_key, base_gen, base_seq, current, meta, born, touched, expires, deleted, size)"
            + " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT(skey) DO UPDATE SET gen = excluded.gen, ver = excluded.ver, rev = excluded.rev,"
            + " first = excluded.first, fence = excluded.fence, base_key = excluded.base_key,"
            + " base_gen = excluded.base_gen, base_seq = excluded.base_seq, current = excluded.current,"
            + " meta = excluded.meta, born = excluded.born, touched = excluded.touched,"
            + " expires = excluded.expires, deleted = excluded.deleted, size = excluded.size";

    private static final String OWN = " WHERE skey = ? AND gen = ? AND seq > ? AND seq <= ?";

    @Override
    public Optional<SessionRow> find(Bytes key) throws SQLException {
        return Sql.first(
                connection, "SELECT " + COLUMNS + " FROM session WHERE skey = ?", SqliteTables::session, (Object)
                        key.unsafeArray());
    }

    @Override
    public List<SessionRow> branchesOf(SessionRow base) throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + " FROM session WHERE base_key = ? AND base_gen = ? ORDER BY born, skey",
                SqliteTables::session,
                base.ref().key().unsafeArray(),
                generation(base));
    }

    @Override
    public List<SessionRow> namesOf(SessionRow branch) throws SQLException {
        return Sql.all(
                connection,
                "SELECT " + COLUMNS + " FROM session WHERE tenant = ? AND current = ? AND deleted IS NULL",
                SqliteTables::session,
                branch.ref().tenant(),
                branch.ref().id());
    }

    static SessionRow session(ResultSet row) throws SQLException {
        byte[] base = row.getBytes(8);
        byte[] meta = row.getBytes(12);
        return new SessionRow(
                new SessionRef(row.getString(1), row.getString(2)),
                new BeginTurn.Cached(SessionRow.number(row.getBytes(3)), row.getInt(4), row.getInt(5)),
                row.getLong(6),
                row.getInt(7),
                base == null
                        ? null
                        : new SessionRow.Stem(Bytes.wrap(base), SessionRow.number(row.getBytes(9)), row.getInt(10)),
                row.getString(11),
                Bytes.wrap(meta == null ? new byte[0] : meta),
                new SessionRow.Times(row.getLong(13), row.getLong(14), row.getLong(15)),
                row.getBoolean(16),
                row.getLong(17));
    }

    @Override
    public List<Turn> turns(SessionRow session, int after, int last) throws SQLException {
        return Sql.all(
                connection,
                "SELECT body FROM turn" + OWN + " ORDER BY seq",
                row -> TurnCodec.turn(row.getBytes(1)),
                session.ref().key().unsafeArray(),
                generation(session),
                after,
                last);
    }

    @Override
    public long size(SessionRow session, int after, int last) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT coalesce(sum(length(body)), 0) FROM turn" + OWN,
                        row -> row.getLong(1),
                        session.ref().key().unsafeArray(),
                        generation(session),
                        after,
                        last)
                .orElse(0L);
    }

    @Override
    public Optional<Filed> filed(Bytes session, Bytes request) throws SQLException {
        return SqliteRecords.find(connection, session, request);
    }

    @Override
    public void put(SessionRow row) throws SQLException {
        SessionRow.Stem base = row.base();
        SessionRow.Times times = row.times();
        Sql.update(
                connection,
                PUT,
                row.ref().key().unsafeArray(),
                row.ref().tenant(),
                row.ref().id(),
                generation(row),
                row.own().version(),
                row.own().revision(),
                row.first(),
                row.fence(),
                base == null ? null : base.key().unsafeArray(),
                base == null ? null : SessionRow.bytes(base.generation()),
                base == null ? null : base.turn(),
                row.current(),
                orNull(row.meta()),
                times.born(),
                times.touched(),
                times.expires(),
                row.deleted() ? times.expires() - SessionDelete.TOMBSTONE.toMillis() : null,
                row.size());
    }

    private static byte @Nullable [] orNull(Bytes meta) {
        return meta.isEmpty() ? null : meta.unsafeArray();
    }

    @Override
    public void add(SessionRow session, Turn turn, byte[] stored) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO turn(skey, gen, seq, parent, turn_id, status, body, tin, tout, at)"
                        + " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                session.ref().key().unsafeArray(),
                generation(session),
                turn.seq(),
                turn.seq() - 1,
                SessionRow.bytes(turn.nonce()),
                status(turn),
                stored,
                turn.usage().inputTotal(),
                turn.usage().outputTotal(),
                turn.createdAt().toEpochMilli());
    }

    @Override
    public void replace(SessionRow session, Turn turn, byte[] stored) throws SQLException {
        Sql.update(
                connection,
                "UPDATE turn SET status = ?, body = ?" + OWN,
                status(turn),
                stored,
                session.ref().key().unsafeArray(),
                generation(session),
                turn.seq() - 1,
                turn.seq());
    }

    @Override
    public void trim(SessionRow session, int seq) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM turn" + OWN,
                session.ref().key().unsafeArray(),
                generation(session),
                0,
                seq - 1);
    }

    @Override
    public void file(Bytes session, Bytes request, Filed record) throws SQLException {
        SqliteRecords.write(connection, session, request, record);
    }

    @Override
    public void unfile(Bytes session, Bytes request) throws SQLException {
        SqliteRecords.remove(connection, session, request);
    }

    @Override
    public void empty(Bytes session) throws SQLException {
        Sql.update(connection, "DELETE FROM turn WHERE skey = ?", (Object) session.unsafeArray());
        SqliteRecords.removeAll(connection, session);
    }

    private static byte[] generation(SessionRow session) {
        return SessionRow.bytes(session.own().generation());
    }

    private static String status(Turn turn) {
        return turn.status().name().toLowerCase(Locale.ROOT);
    }
}
