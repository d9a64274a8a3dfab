package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Busy;
import io.backstory.store.BeginOutcome.NotFound;
import io.backstory.store.BeginOutcome.NotHead;
import io.backstory.store.BeginOutcome.Regressed;
import io.backstory.store.Repetition.Recorded;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in one SQLite file that this process has to itself: the store that needs no server. Leases are in memory, as a
 * crash ends them anyway; everything acknowledged is on the disk.
 */
public final class SqliteSessionStore implements SessionStore {
    private static final long PURGE_MILLIS = Duration.ofMinutes(1).toMillis();

    private final Vertx vertx;
    private final Clock clock;
    private final SqliteFiles files;
    private final SqliteWriter writer;
    private final SqliteReaders readers;
    private final Leases leases;
    private final long purgeTimer;
    private @Nullable Future<Void> closed;

    private SqliteSessionStore(
            Vertx vertx, Clock clock, SqliteFiles files, SqliteWriter writer, SqliteReaders readers) {
        this.vertx = vertx;
        this.clock = clock;
        this.files = files;
        this.writer = writer;
        this.readers = readers;
        this.leases = new Leases(clock);
        this.purgeTimer = vertx.setPeriodic(PURGE_MILLIS, timer -> purge());
    }

    /**
     * Opens the database, making file and directory where they are missing. Fails, with a text for the operator, when
     * another process has it open, when it is damaged or of another version, or when it is on a network file system.
     *
     * @param clock tells when leases and sessions end
     */
    public static Future<SqliteSessionStore> open(Vertx vertx, Path path, Clock clock) {
        return vertx.executeBlocking(() -> openNow(vertx, path, clock), false);
    }

    private static SqliteSessionStore openNow(Vertx vertx, Path path, Clock clock) throws IOException {
        SqliteFiles files = SqliteFiles.claim(path);
        try {
            return over(vertx, clock, files, SqliteSchema.writer(files));
        } catch (SQLException e) {
            files.close();
            throw new IOException(files.database() + " cannot be opened: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static SqliteSessionStore over(Vertx vertx, Clock clock, SqliteFiles files, Connection connection)
            throws SQLException {
        try {
            SqliteReaders readers = SqliteReaders.open(vertx, files);
            return new SqliteSessionStore(vertx, clock, files, SqliteWriter.start(vertx, connection), readers);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Future<BeginOutcome> begin(BeginTurn turn) {
        if (writer.trouble().isPresent()) {
            return Future.failedFuture(Unavailable.because("The session store cannot write at the moment."));
        }
        Bytes key = turn.session().key();
        Optional<Duration> busy = leases.claim(key, turn.nonce(), turn.idempotency());
        if (busy.isPresent() && !turn.mayRepeat()) {
            return Future.succeededFuture(new Busy(busy.get()));
        }
        return readers.read(connection -> find(connection, turn))
                .onFailure(failure -> leases.unclaim(key, turn.nonce()))
                .compose(found -> decide(turn, found, busy));
    }

    /** A session that can be read, with the turns the caller does not have and the record of its request. */
    private record Found(SessionRow row, List<Turn> turns, boolean onlyNewer, Optional<Recorded> recorded) {
        boolean isHead(Recorded record) {
            return record.turn().seq() == row.state().version();
        }
    }

    private Optional<Found> find(Connection connection, BeginTurn turn) throws SQLException {
        Optional<SessionRow> row = readable(connection, turn.session());
        if (row.isEmpty()) {
            return Optional.empty();
        }
        BeginTurn.Cached state = row.get().state();
        boolean onlyNewer = state.continues(turn.cached());
        int known = onlyNewer && turn.cached() != null ? turn.cached().version() : 0;
        Optional<Recorded> recorded = SqliteRecords.find(
                connection, turn.session().key(), state.generation(), turn.idempotency(), clock.millis());
        return Optional.of(new Found(row.get(), row.get().turnsAfter(connection, known), onlyNewer, recorded));
    }

    private Future<BeginOutcome> decide(BeginTurn turn, Optional<Found> found, Optional<Duration> busy) {
        Optional<Recorded> recorded =
                found.flatMap(it -> leases.unreplaced(turn, it.row().state(), it.recorded()));
        Optional<BeginOutcome> refusal = refusal(turn, found, recorded, busy);
        if (refusal.isPresent()) {
            leases.unclaim(turn.session().key(), turn.nonce());
            return Future.succeededFuture(refusal.get());
        }
        Leases.Seen seen = found.map(
                        it -> new Leases.Seen(it.row().fence(), it.row().state().generation(), false))
                .orElseGet(() -> new Leases.Seen(0, Fresh.generation(), true));
        return leases.grant(turn, seen, recorded.filter(it -> found.get().isHead(it)))
                .map(granted -> Future.succeededFuture(begun(turn, found, granted)))
                .orElseGet(() -> begin(turn));
    }

    private Optional<BeginOutcome> refusal(
            BeginTurn turn, Optional<Found> found, Optional<Recorded> recorded, Optional<Duration> busy) {
        int version = found.map(it -> it.row().state().version()).orElse(0);
        if (busy.isEmpty() && found.isEmpty() && !turn.create()) {
            return Optional.of(new NotFound());
        }
        if (found.filter(it -> it.row().state().isBehind(turn.cached())).isPresent()) {
            return Optional.of(new Regressed());
        }
        Optional<BeginOutcome> repeated =
                new Repetition(leases.other(turn.session().key(), turn.nonce()), recorded, version).of(turn);
        if (repeated.isPresent() || busy.isPresent()) {
            return repeated.or(() -> busy.map(Busy::new));
        }
        return turn.expectedVersion() != null && turn.expectedVersion() != version
                ? Optional.of(new NotHead(version))
                : Optional.empty();
    }

    private BeginOutcome begun(BeginTurn turn, Optional<Found> found, Leases.Seen granted) {
        BeginTurn.Cached state =
                found.map(it -> it.row().state()).orElseGet(() -> new BeginTurn.Cached(granted.generation(), 0, 0));
        Session session = found.map(it -> it.row().session(it.turns()))
                .orElseGet(() -> Fresh.session(turn.session(), clock.millis()));
        Lease lease = new Lease(
                turn.session(), granted.fence(), turn.nonce(), state.generation(), state.version(), turn.idempotency());
        return new Begun(lease, session, state, found.map(Found::onlyNewer).orElse(false));
    }

    @Override
    public Future<Renewal> renew(Lease lease) {
        return Future.succeededFuture(leases.extend(lease) ? Renewal.RENEWED : Renewal.LOST);
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        turn.requireFollows(lease);
        leases.extend(lease);
        return writer.write(new SqliteCommit(leases, lease, turn, clock.millis()));
    }

    @Override
    public Future<Void> abort(Lease lease) {
        leases.release(lease);
        return Future.succeededFuture();
    }

    @Override
    public Future<Optional<Session>> read(SessionRef session) {
        return readers.read(connection -> {
            Optional<SessionRow> row = readable(connection, session);
            return row.isEmpty()
                    ? Optional.empty()
                    : Optional.of(running(row.get().session(row.get().turnsAfter(connection, 0))));
        });
    }

    @Override
    public Future<TurnLookup> turn(TurnName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Optional<List<Session>>> branches(SessionRef session) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Boolean> interrupt(TurnName turn) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Deletion> delete(SessionRef session) {
        return writer.write(new SqliteDelete(leases, session, Fresh.generation(), clock.millis()));
    }

    @Override
    public Future<SessionPage> list(String tenant, PageRequest page) {
        long now = clock.millis();
        return readers.read(connection -> SqliteListing.page(connection, tenant, page, now))
                .map(found -> new SessionPage(
                        found.sessions().stream().map(this::running).toList(), found.hasMore()));
    }

    private Session running(Session session) {
        return session.withRunning(leases.isHeld(session.ref().key()));
    }

    @Override
    public Future<Optional<String>> trouble() {
        Optional<String> writing = writer.trouble();
        return writing.isPresent()
                ? Future.succeededFuture(writing)
                : readers.read(connection -> SqliteSchema.text(connection, "SELECT sid FROM session LIMIT 1"))
                        .map(read -> Optional.<String>empty())
                        .otherwise(failure -> Optional.of("the session store cannot read"));
    }

    @Override
    public synchronized Future<Void> close() {
        if (closed == null) {
            vertx.cancelTimer(purgeTimer);
            closed = vertx.executeBlocking(this::closeNow, false);
        }
        return closed;
    }

    private @Nullable Void closeNow() throws IOException, InterruptedException, SQLException {
        writer.close();
        readers.close();
        files.close();
        return null;
    }

    /** Removes what has expired by now; the timer's work. */
    Future<SqlitePurge.Removed> purge() {
        leases.sweep();
        return writer.alone(new SqlitePurge(leases, clock.millis())).onSuccess(removed -> {
            if (removed.more()) {
                purge();
            }
        });
    }

    /** The writer, for a test that makes it fail. */
    SqliteWriter writer() {
        return writer;
    }

    private Optional<SessionRow> readable(Connection connection, SessionRef ref) throws SQLException {
        long now = clock.millis();
        return SessionRow.find(connection, ref).filter(row -> !row.isGone(now));
    }
}
