package io.backstory.store;

import io.vertx.core.Context;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The few shapes of a database call. Every one of them may wait for a disk, so none runs on an event loop. */
final class Sql {
    private Sql() {}

    /** Makes a value of the row the result stands on. */
    interface Row<T> {
        T from(ResultSet row) throws SQLException;
    }

    /** Runs statements without parameters to their end. */
    static void run(Connection connection, String sql) throws SQLException {
        refuseEventLoop();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Returns how many rows were changed. */
    static int update(Connection connection, String sql, @Nullable Object... arguments) throws SQLException {
        refuseEventLoop();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            return statement.executeUpdate();
        }
    }

    static <T> List<T> all(Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        refuseEventLoop();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(row.from(rows));
                }
            }
            return all;
        }
    }

    static <T> Optional<T> first(Connection connection, String sql, Row<T> row, @Nullable Object... arguments)
            throws SQLException {
        return all(connection, sql, row, arguments).stream().findFirst();
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
    }

    private static void refuseEventLoop() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("a database call on an event loop");
        }
    }
}
