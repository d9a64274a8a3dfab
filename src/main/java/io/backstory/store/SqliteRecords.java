package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.store.Rows.Answered;
import io.backstory.store.Rows.Filed;
import io.backstory.store.Rows.SentOn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code idem}: what became of which request. Written with the turn that answered it, so that neither is there
 * alone. State {@code D} is answered, by a turn of the session {@code fork} where that is given; {@code F} is sent on to
 * the branch {@code fork}.
 */
final class SqliteRecords {
    /** Rows one purge removes at most, so that turns are not kept waiting. */
    static final int BATCH = 1000;

    private SqliteRecords() {}

    static Optional<Filed> find(Connection connection, Bytes session, Bytes request) throws SQLException {
        return Sql.first(
                connection,
                "SELECT state, fp, gen, fork, seq, expires FROM idem WHERE skey = ? AND idem = ?",
                SqliteRecords::record,
                session.unsafeArray(),
                request.unsafeArray());
    }

    private static Filed record(ResultSet row) throws SQLException {
        Bytes fingerprint = Bytes.wrap(row.getBytes(2));
        long generation = SessionRow.number(row.getBytes(3));
        return row.getString(1).equals("F")
                ? new SentOn(fingerprint, generation, row.getString(4), row.getInt(5), row.getLong(6))
                : new Answered(fingerprint, generation, row.getString(4), row.getInt(5), row.getLong(6));
    }

    static void write(Connection connection, Bytes session, Bytes request, Filed record) throws SQLException {
        if (record instanceof Answered it) {
            write(connection, session, request, new Row("D", it, it.generation(), it.session(), it.seq()));
        } else if (record instanceof SentOn it) {
            write(connection, session, request, new Row("F", it, it.generation(), it.branch(), it.seq()));
        } else {
            throw new AssertionError("no row for " + record.getClass());
        }
    }

    private record Row(String state, Filed record, long generation, @Nullable String fork, int seq) {}

    private static void write(Connection connection, Bytes session, Bytes request, Row row) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO idem(skey, idem, gen, state, fp, seq, fork, expires) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT(skey, idem) DO UPDATE SET gen = excluded.gen, state = excluded.state,"
                        + " fp = excluded.fp, seq = excluded.seq, fork = excluded.fork, expires = excluded.expires",
                session.unsafeArray(),
                request.unsafeArray(),
                SessionRow.bytes(row.generation()),
                row.state(),
                row.record().fingerprint().unsafeArray(),
                row.seq(),
                row.fork(),
                row.record().expires());
    }

    static void remove(Connection connection, Bytes session, Bytes request) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM idem WHERE skey = ? AND idem = ?",
                session.unsafeArray(),
                request.unsafeArray());
    }

    static void removeAll(Connection connection, Bytes session) throws SQLException {
        Sql.update(connection, "DELETE FROM idem WHERE skey = ?", (Object) session.unsafeArray());
    }

    /** Removes records past their end and tells how many. */
    static int purge(Connection connection, long now) throws SQLException {
        return Sql.update(
                connection,
                "DELETE FROM idem WHERE (skey, idem) IN (SELECT skey, idem FROM idem WHERE expires <= ? LIMIT " + BATCH
                        + ")",
                now);
    }
}
