package io.backstory.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Worker threads with a read-only connection each; every reading sees one snapshot. */
final class SqliteReaders {
    private static final int SIZE = 4;
    private static final AtomicInteger POOLS = new AtomicInteger();

    private final WorkerExecutor workers;
    private final BlockingQueue<Connection> idle;

    private SqliteReaders(WorkerExecutor workers, List<Connection> connections) {
        this.workers = workers;
        this.idle = new ArrayBlockingQueue<>(SIZE, false, connections);
    }

    /** Looks something up. */
    interface Reading<T> {
        T on(Connection connection) throws SQLException;
    }

    static SqliteReaders open(Vertx vertx, SqliteFiles files) throws SQLException {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            connections.add(SqliteSchema.reader(files));
        }
        String name = "backstory-store-reader-" + POOLS.incrementAndGet();
        return new SqliteReaders(vertx.createSharedWorkerExecutor(name, SIZE), connections);
    }

    /** Looks something up, knowing what was found before. */
    interface Following<A, T> {
        T on(Connection connection, A found) throws SQLException;
    }

    /** Completes on the caller's context. */
    <T> Future<T> read(Reading<T> reading) {
        return run(connection -> inSnapshot(connection, reading));
    }

    private <T> Future<T> run(Reading<T> reading) {
        try {
            return workers.executeBlocking(() -> onConnection(reading), false)
                    .recover(failure -> Future.failedFuture(Unavailable.from(failure)));
        } catch (IllegalStateException closed) {
            return Future.failedFuture(Unavailable.because("The session store is closed.", closed));
        }
    }

    /** As {@link #read(Reading)}, of a snapshot taken after {@code first} was looked at and acted on. */
    <A, T> Future<T> read(Reading<A> first, Following<A, T> then) {
        return run(connection -> {
            A found = first.on(connection);
            return inSnapshot(connection, it -> then.on(it, found));
        });
    }

    /** Waits for the readings under way. */
    void close() throws SQLException, InterruptedException {
        for (int i = 0; i < SIZE; i++) {
            idle.take().close();
        }
        workers.close();
    }

    /** There is a connection for every thread, unless they are being closed. */
    private <T> T onConnection(Reading<T> reading) throws SQLException {
        Connection connection = idle.poll();
        if (connection == null) {
            throw Unavailable.because("The session store is closed.");
        }
        try {
            return reading.on(connection);
        } finally {
            idle.add(connection);
        }
    }

    private static <T> T inSnapshot(Connection connection, Reading<T> reading) throws SQLException {
        Sql.run(connection, "BEGIN");
        try {
            return reading.on(connection);
        } finally {
            Sql.run(connection, "ROLLBACK");
        }
    }
}
