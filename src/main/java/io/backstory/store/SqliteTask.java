package io.backstory.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** Work for the writer, and where its outcome is told. */
final class SqliteTask<T> {
    private final SqliteWriter.Work<T> work;
    private final boolean grouped;
    private final Context context;
    private final Promise<T> promise = Promise.promise();

    SqliteTask(SqliteWriter.Work<T> work, boolean grouped, Context context) {
        this.work = work;
        this.grouped = grouped;
        this.context = context;
    }

    boolean isGrouped() {
        return grouped;
    }

    Future<T> outcome() {
        return promise.future();
    }

    /** Returns what makes the result known. */
    Runnable run(Connection connection) throws SQLException {
        T result = work.on(connection);
        return () -> {
            work.durable(result);
            tell(() -> promise.tryComplete(result));
        };
    }

    void refused(Throwable cause, boolean whileCommitting) {
        Optional<T> unknown = whileCommitting ? work.unknown() : Optional.empty();
        tell(() -> unknown.ifPresentOrElse(promise::tryComplete, () -> promise.tryFail(Unavailable.from(cause))));
    }

    private void tell(Runnable outcome) {
        try {
            context.runOnContext(none -> outcome.run());
        } catch (RejectedExecutionException contextIsGone) {
            outcome.run();
        }
    }
}
