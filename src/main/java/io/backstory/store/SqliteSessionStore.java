package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome.Fork;
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
        return readers.read(connection -> claim(connection, turn), (connection, claim) -> look(connection, turn, claim))
                .compose(this::decide);
    }

    /** A line that was claimed for a turn, unless another has it. */
    private record Claim(SessionRef line, Optional<Duration> busy) {}

    private record Found(BeginLookup lookup, Optional<Duration> busy) {}

    private Claim claim(Connection connection, BeginTurn turn) throws SQLException {
        SessionRef line = BeginLookup.aim(lines(connection), turn);
        return new Claim(line, leases.claim(line.key(), turn.nonce(), turn.idempotency()));
    }

    private Found look(Connection connection, BeginTurn turn, Claim claim) throws SQLException {
        try {
            return new Found(BeginLookup.in(lines(connection), turn, claim.line()), claim.busy());
        } catch (SQLException | RuntimeException e) {
            leases.unclaim(claim.line().key(), turn.nonce());
            throw e;
        }
    }

    private Future<BeginOutcome> decide(Found found) {
        BeginLookup lookup = found.lookup();
        BeginTurn turn = lookup.turn();
        Optional<BeginOutcome> refusal = lookup.moved() ? Optional.empty() : lookup.refusal(leases, found.busy());
        if (lookup.moved() || refusal.isPresent()) {
            leases.unclaim(lookup.ref().key(), turn.nonce());
        }
        if (refusal.isPresent()) {
            return refusal.get() instanceof Fork fork ? sendOn(turn, fork) : Future.succeededFuture(refusal.get());
        }
        return lookup.moved() ? begin(turn) : orAnew(turn, lookup.begun(leases));
    }

    private Future<BeginOutcome> sendOn(BeginTurn turn, Fork fork) {
        return turn.idempotency() == null
                ? Future.succeededFuture(fork)
                : writer.write(connection ->
                                BeginLookup.sentOn(new SqliteTables(connection), turn, fork, clock.millis()))
                        .compose(outcome -> orAnew(turn, outcome));
    }

    private Future<BeginOutcome> orAnew(BeginTurn turn, Optional<BeginOutcome> outcome) {
        return outcome.map(Future::succeededFuture).orElseGet(() -> begin(turn));
    }

    @Override
    public Future<Renewal> renew(Lease lease) {
        return Future.succeededFuture(leases.extend(lease));
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        turn.requireFollows(lease);
        turn.ends(lease).forEach(leases::extend);
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
            Lines<SQLException> lines = lines(connection);
            Optional<Line> line = lines.exactly(lines.standsFor(session));
            return line.isEmpty()
                    ? Optional.empty()
                    : Optional.of(running(line.get().session(lines.turnsAfter(line.get(), 0))));
        });
    }

    @Override
    public Future<TurnLookup> turn(TurnName name) {
        return readers.read(connection -> answering(connection, name), (connection, found) -> finder(connection, name)
                .find(found.line(), found.turn()));
    }

    /** Who is answering on a line. */
    private record Answering(Bytes line, Optional<Leases.Answering> turn) {}

    private Answering answering(Connection connection, TurnName name) throws SQLException {
        Bytes line = finder(connection, name).line();
        return new Answering(line, leases.answering(line));
    }

    private TurnFinder<SQLException> finder(Connection connection, TurnName name) {
        return new TurnFinder<>(lines(connection), name);
    }

    @Override
    public Future<Optional<List<Session>>> branches(SessionRef session) {
        return readers.read(connection -> lines(connection).branches(session))
                .map(found -> found.map(all -> all.stream().map(this::running).toList()));
    }

    @Override
    public Future<Boolean> interrupt(TurnName turn) {
        return readers.read(connection -> {
            TurnFinder<SQLException> finder = finder(connection, turn);
            return leases.stop(finder.line(), finder::isMeant);
        });
    }

    @Override
    public Future<Deletion> delete(SessionRef session) {
        long now = clock.millis();
        return writer.write(
                connection -> new SessionDelete<>(new SqliteTables(connection), leases, session, now).run());
    }

    @Override
    public Future<SessionPage> list(String tenant, PageRequest page) {
        long now = clock.millis();
        return readers.read(connection -> SqliteListing.page(connection, tenant, page, now))
                .map(found -> new SessionPage(
                        found.sessions().stream().map(leases::seenByName).toList(), found.hasMore()));
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

    private Lines<SQLException> lines(Connection connection) {
        return new Lines<>(new SqliteTables(connection), clock.millis());
    }
}
