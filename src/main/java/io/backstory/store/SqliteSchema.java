package io.backstory.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables, and how a connection to them is set up. */
final class SqliteSchema {
    /** Kept in {@code user_version}. An older database is brought up to it when it is opened. */
    static final int VERSION = 2;

    /** Older ones can corrupt a write-ahead log that two connections use. */
    private static final List<Integer> FLOOR = List.of(3, 51, 3);

    private static final List<String> PRAGMAS = List.of(
            "journal_mode=WAL",
            "synchronous=FULL",
            "busy_timeout=5000",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "secure_delete=ON",
            "mmap_size=0",
            "journal_size_limit=67108864",
            "wal_autocheckpoint=1000",
            "cell_size_check=ON");

    private static final List<String> TABLES = List.of(
            """
            CREATE TABLE IF NOT EXISTS session(
              skey BLOB PRIMARY KEY CHECK(length(skey) = 16), tenant TEXT NOT NULL, sid TEXT NOT NULL,
              gen BLOB NOT NULL, ver INTEGER NOT NULL, rev INTEGER NOT NULL, first INTEGER NOT NULL,
              fence INTEGER NOT NULL, base_key BLOB, base_gen BLOB, base_seq INTEGER, current TEXT, name_key BLOB,
              meta BLOB, born INTEGER NOT NULL, touched INTEGER NOT NULL, expires INTEGER NOT NULL, deleted INTEGER,
              UNIQUE(tenant, sid),
              CHECK((base_key IS NULL) = (base_seq IS NULL) AND (base_key IS NULL) = (base_gen IS NULL)))
              STRICT, WITHOUT ROWID""",
            "CREATE INDEX IF NOT EXISTS session_by_use ON session(tenant, touched)",
            "CREATE INDEX IF NOT EXISTS session_by_end ON session(expires)",
            "CREATE INDEX IF NOT EXISTS session_by_base ON session(base_key) WHERE base_key IS NOT NULL",
            """
            CREATE TABLE IF NOT EXISTS turn(
              id INTEGER PRIMARY KEY, skey BLOB NOT NULL REFERENCES session(skey), gen BLOB NOT NULL,
              seq INTEGER NOT NULL, parent INTEGER NOT NULL CHECK(parent = seq - 1),
              turn_id BLOB NOT NULL CHECK(length(turn_id) = 8), idem BLOB, fp BLOB,
              status TEXT NOT NULL CHECK(status IN ('completed','incomplete','cancelled','partial','erased')),
              key_id INTEGER, body BLOB NOT NULL, tin INTEGER, tout INTEGER, at INTEGER NOT NULL,
              UNIQUE(skey, gen, seq), UNIQUE(skey, gen, idem)) STRICT""",
            """
            CREATE TABLE IF NOT EXISTS idem(
              skey BLOB NOT NULL, idem BLOB NOT NULL, gen BLOB NOT NULL, state TEXT NOT NULL CHECK(state IN ('D','F')),
              fp BLOB NOT NULL, seq INTEGER, fork TEXT, expires INTEGER NOT NULL, PRIMARY KEY(skey, idem))
              STRICT, WITHOUT ROWID""",
            "CREATE INDEX IF NOT EXISTS idem_by_end ON idem(expires)");

    /** From version 1: {@code size}, the bytes of a session's own turns, and which names stand for a branch. */
    private static final List<String> SECOND = List.of(
            "ALTER TABLE session ADD COLUMN size INTEGER NOT NULL DEFAULT 0",
            """
            UPDATE session SET size = (SELECT coalesce(sum(length(body)), 0) FROM turn
              WHERE turn.skey = session.skey AND turn.gen = session.gen)""",
            "CREATE INDEX session_by_current ON session(tenant, current) WHERE current IS NOT NULL");

    private SqliteSchema() {}

    /** The one connection that writes; checks the library and the file, and makes the tables that are missing. */
    static Connection writer(SqliteFiles files) throws SQLException {
        Connection connection = connect(files);
        try {
            refuseOldLibrary(text(connection, "SELECT sqlite_version()"));
            Sql.run(connection, "PRAGMA auto_vacuum=INCREMENTAL");
            configure(connection);
            refuseDamage(connection, files);
            bringUp(connection, version(connection, files));
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    static Connection reader(SqliteFiles files) throws SQLException {
        Connection connection = connect(files);
        configure(connection);
        Sql.run(connection, "PRAGMA query_only=ON");
        return connection;
    }

    static void refuseOldLibrary(String version) {
        String[] parts = version.split("\\.", -1);
        for (int i = 0; i < FLOOR.size(); i++) {
            int part = Integer.parseInt(parts[i]);
            if (part != FLOOR.get(i)) {
                if (part > FLOOR.get(i)) {
                    return;
                }
                throw new IllegalStateException(
                        "SQLite " + version + " can corrupt the database; 3.51.3 or newer is needed");
            }
        }
    }

    static String text(Connection connection, String sql) throws SQLException {
        return Sql.first(connection, sql, row -> row.getString(1)).orElse("");
    }

    private static Connection connect(SqliteFiles files) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + files.database());
    }

    private static void configure(Connection connection) throws SQLException {
        for (String pragma : PRAGMAS) {
            Sql.run(connection, "PRAGMA " + pragma);
        }
    }

    private static void refuseDamage(Connection connection, SqliteFiles files) throws SQLException {
        String found = text(connection, "PRAGMA quick_check(1)");
        if (!found.equals("ok")) {
            throw new IllegalStateException(files.database() + " is damaged: " + found);
        }
    }

    private static int version(Connection connection, SqliteFiles files) throws SQLException {
        int version = Integer.parseInt(text(connection, "PRAGMA user_version"));
        if (version > VERSION) {
            throw new IllegalStateException(files.database() + " has schema version " + version
                    + "; this gateway knows " + VERSION + " and does not touch a newer one");
        }
        return version;
    }

    /** All of it or nothing, so that a crash in between leaves the older version whole. */
    private static void bringUp(Connection connection, int version) throws SQLException {
        List<String> steps = new ArrayList<>(TABLES);
        if (version < 2) {
            steps.addAll(SECOND);
        }
        steps.add("PRAGMA user_version=" + VERSION);
        Sql.run(connection, "BEGIN IMMEDIATE");
        for (String step : steps) {
            Sql.run(connection, step);
        }
        Sql.run(connection, "COMMIT");
    }
}
