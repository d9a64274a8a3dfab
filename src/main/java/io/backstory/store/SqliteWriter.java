package io.backstory.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The one thread that writes. What waits when a transaction begins shares it, up to {@value #GROUP} pieces or 2 ms of
 * work, so that many turns cost one fsync; nothing ever waits for company. Every piece has a savepoint of its own and is
 * acknowledged after the group's COMMIT.
 *
 * <p>When the disk refuses, nothing of the group is kept or acknowledged. From then on {@link #trouble} says so, until a
 * probe gets through, which is tried once a second and after a group that did not fail.
 */
final class SqliteWriter {
    static final int GROUP = 64;
    private static final long GROUP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);

    /** Touches what a commit touches: new pages, the first page and the log. */
    private static final List<String> PROBE = List.of(
            "BEGIN IMMEDIATE",
            "CREATE TABLE probe(room BLOB)",
            "INSERT INTO probe VALUES(zeroblob(65536))",
            "DROP TABLE probe",
            "PRAGMA user_version=" + SqliteSchema.VERSION,
            "COMMIT");

    private final Vertx vertx;
    private final Connection connection;
    private final BlockingQueue<SqliteTask<?>> tasks = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::loop, "backstory-store-writer");
    private volatile @Nullable String trouble;
    private boolean closing;

    private SqliteWriter(Vertx vertx, Connection connection) {
        this.vertx = vertx;
        this.connection = connection;
    }

    /** A piece of work inside a transaction. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;

        /** Called once the work would survive a crash, before its Future completes. */
        default void durable(T result) {}

        /** The answer when COMMIT itself failed, so that nobody knows; empty makes it a failure. */
        default Optional<T> unknown() {
            return Optional.empty();
        }
    }

    /** Takes the connection over. */
    static SqliteWriter start(Vertx vertx, Connection connection) {
        SqliteWriter writer = new SqliteWriter(vertx, connection);
        writer.thread.setDaemon(true);
        writer.thread.start();
        return writer;
    }

    /** Completes on the caller's context after the COMMIT that holds the work. */
    <T> Future<T> write(Work<T> work) {
        return accept(new SqliteTask<>(work, true, vertx.getOrCreateContext()));
    }

    /** Runs work that makes its own transactions, or cannot be in one. */
    <T> Future<T> alone(Work<T> work) {
        return accept(new SqliteTask<>(work, false, vertx.getOrCreateContext()));
    }

    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Does what was accepted so far, moves the log into the database and ends the thread; waits for it. */
    void close() throws InterruptedException {
        synchronized (this) {
            if (!closing) {
                alone(SqliteWriter::checkpoint);
                closing = true;
            }
        }
        thread.join();
    }

    private static boolean checkpoint(Connection connection) throws SQLException {
        Sql.run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        return true;
    }

    private synchronized <T> Future<T> accept(SqliteTask<T> task) {
        if (closing) {
            return Future.failedFuture(Unavailable.because("The session store is closed."));
        }
        tasks.add(task);
        return task.outcome();
    }

    private synchronized boolean isDone() {
        return closing && tasks.isEmpty();
    }

    private void loop() {
        while (!isDone()) {
            SqliteTask<?> task = next();
            if (task != null && task.isGrouped()) {
                writeGroup(task);
            } else if (task != null) {
                runAlone(task);
            } else if (trouble != null) {
                probe();
            }
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("closing the database failed", e);
        }
    }

    private @Nullable SqliteTask<?> next() {
        try {
            return tasks.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return null;
        }
    }

    private void writeGroup(SqliteTask<?> first) {
        List<SqliteTask<?>> group = new ArrayList<>();
        boolean committing = false;
        List<Runnable> acknowledgements = new ArrayList<>();
        try {
            Sql.run(connection, "BEGIN IMMEDIATE");
            long end = System.nanoTime() + GROUP_NANOS;
            for (SqliteTask<?> task = first; task != null; task = another(group.size(), end)) {
                group.add(task);
                acknowledgements.add(inSavepoint(task));
            }
            committing = true;
            Sql.run(connection, "COMMIT");
        } catch (SQLException | RuntimeException | Error e) {
            if (group.isEmpty()) {
                group.add(first);
            }
            refused(e);
            for (SqliteTask<?> task : group) {
                task.refused(e, committing);
            }
            return;
        }
        if (trouble != null) {
            probe();
        }
        acknowledgements.forEach(Runnable::run);
    }

    private @Nullable SqliteTask<?> another(int size, long end) {
        SqliteTask<?> next = tasks.peek();
        boolean joins = next != null && next.isGrouped() && size < GROUP && System.nanoTime() < end;
        return joins ? tasks.remove() : null;
    }

    private <T> Runnable inSavepoint(SqliteTask<T> task) throws SQLException {
        Sql.run(connection, "SAVEPOINT piece");
        try {
            Runnable acknowledgement = task.run(connection);
            Sql.run(connection, "RELEASE piece");
            return acknowledgement;
        } catch (SQLException | RuntimeException e) {
            if (e instanceof SQLException refusal && !isOfThisPieceAlone(refusal)) {
                throw refusal;
            }
            LOG.error("a write failed", e);
            Sql.run(connection, "ROLLBACK TO piece");
            Sql.run(connection, "RELEASE piece");
            return () -> task.refused(e, false);
        }
    }

    private static boolean isOfThisPieceAlone(SQLException failure) {
        return failure instanceof SQLiteException known
                && (known.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    }

    private void runAlone(SqliteTask<?> task) {
        try {
            task.run(connection).run();
        } catch (SQLException | RuntimeException | Error e) {
            refused(e);
            task.refused(e, false);
        }
    }

    private void probe() {
        try {
            for (String statement : PROBE) {
                Sql.run(connection, statement);
            }
            recovered();
        } catch (SQLException e) {
            refused(e);
        }
    }

    private void refused(Throwable cause) {
        if (trouble == null) {
            LOG.error("the session store cannot write", cause);
        }
        trouble = "the session store cannot write: " + cause.getMessage();
        try {
            Sql.run(connection, "ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            LOG.debug("no transaction to roll back", alreadyRolledBack);
        }
    }

    private void recovered() {
        if (trouble != null) {
            trouble = null;
            LOG.info("the session store can write again");
        }
    }
}
