package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.store.Repetition.Recorded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code idem}: which turn answered which request. Written with that turn, so that neither is there alone. */
final class SqliteRecords {
    /** Rows one purge removes at most, so that turns are not kept waiting. */
    static final int BATCH = 1000;

    private SqliteRecords() {}

    /** The turn that answered the request, if one did and the record still counts. */
    static Optional<Recorded> find(
            Connection connection, Bytes session, long generation, @Nullable Idempotency request, long now)
            throws SQLException {
        if (request == null) {
            return Optional.empty();
        }
        return Sql.first(
                connection,
                "SELECT idem.fp, turn.body FROM idem JOIN turn USING(skey, gen, seq)"
                        + " WHERE skey = ? AND idem.idem = ? AND gen = ? AND state = 'D' AND expires > ?",
                row -> new Recorded(Bytes.wrap(row.getBytes(1)), TurnCodec.turn(row.getBytes(2))),
                session.unsafeArray(),
                request.key().unsafeArray(),
                SessionRow.bytes(generation),
                now);
    }

    /** Turn {@code seq} answers the lease's request. */
    static void write(Connection connection, Lease lease, int seq, long now) throws SQLException {
        Idempotency request = lease.idempotency();
        if (request != null) {
            Sql.update(
                    connection,
                    "INSERT INTO idem(skey, idem, gen, state, fp, seq, expires) VALUES(?, ?, ?, 'D', ?, ?, ?)"
                            + " ON CONFLICT(skey, idem) DO UPDATE SET gen = excluded.gen, state = excluded.state,"
                            + " fp = excluded.fp, seq = excluded.seq, fork = NULL, expires = excluded.expires",
                    lease.session().key().unsafeArray(),
                    request.key().unsafeArray(),
                    SessionRow.bytes(lease.generation()),
                    request.fingerprint().unsafeArray(),
                    seq,
                    now + request.mode().lifetime().toMillis());
        }
    }

    /** No turn answers the lease's request: it only changed settings. */
    static void remove(Connection connection, Lease lease) throws SQLException {
        Idempotency request = lease.idempotency();
        if (request != null) {
            Sql.update(
                    connection,
                    "DELETE FROM idem WHERE skey = ? AND idem = ?",
                    lease.session().key().unsafeArray(),
                    request.key().unsafeArray());
        }
    }

    static void removeAll(Connection connection, byte[] session) throws SQLException {
        Sql.update(connection, "DELETE FROM idem WHERE skey = ?", (Object) session);
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
