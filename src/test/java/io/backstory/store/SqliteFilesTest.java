package io.backstory.store;

import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.Session;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The file of the SQLite store: who may open it, how it is made and what becomes of its room. */
class SqliteFilesTest extends StoreTest {

    @Override
    SessionStore open() {
        return sqlite();
    }

    @Test
    void refuses_a_second_store_on_the_same_file_and_leaves_the_first_one_locked() throws IOException {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::sqlite).hasMessageContaining("is in use by another Backstory");
        }
        assertThat(await(store.trouble())).isEmpty();
    }

    @Test
    void opens_again_once_it_is_closed() {
        await(store.close());

        store = sqlite();

        assertThat(await(store.trouble())).isEmpty();
    }

    @Test
    void says_what_stands_in_the_way_of_its_directory() throws IOException {
        Path inTheWay = Files.createFile(directory.resolve("in-the-way"));

        assertThatThrownBy(() -> sqlite(inTheWay.resolve("backstory.db")))
                .hasMessageContainingAll("backstory.db cannot be opened", inTheWay + " is no directory");
    }

    @Test
    void leaves_the_lock_to_whoever_holds_it() throws IOException {
        Path elsewhere = directory.resolve("other.db");
        Path lock = directory.resolve("other.db.lock");
        try (FileChannel held = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            held.lock();
            assertThatThrownBy(() -> sqlite(elsewhere)).isInstanceOf(Exception.class);
        }
        await(sqlite(elsewhere).close());
    }

    @Test
    void keeps_directory_and_file_to_their_owner() throws IOException {
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(database().getParent())))
                .isEqualTo("rwx------");
        for (String suffix : new String[] {"", "-wal", ".lock"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(database() + suffix))))
                    .as(suffix)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void sets_the_file_up_as_it_must_be() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database())) {
            assertThat(SqliteSchema.text(connection, "PRAGMA auto_vacuum")).isEqualTo("2");
            assertThat(SqliteSchema.text(connection, "PRAGMA journal_mode")).isEqualTo("wal");
            assertThat(SqliteSchema.text(connection, "PRAGMA user_version")).isEqualTo("2");
        }
        SqliteWriter writer = ((SqliteSessionStore) store).writer();
        String synchronous = await(writer.alone(it -> SqliteSchema.text(it, "PRAGMA synchronous")));
        assertThat(synchronous).isEqualTo("2");
    }

    @Test
    void refuses_a_database_of_a_newer_version() throws SQLException {
        await(store.close());
        change("PRAGMA user_version=3");

        assertThatThrownBy(this::sqlite).hasMessageContaining("has schema version 3");

        change("PRAGMA user_version=2");
        store = sqlite();
    }

    @Test
    void opens_a_database_of_version_1_and_keeps_everything() throws SQLException {
        append(ref("s1"), 2);
        Session before = read(ref("s1"));
        await(store.close());
        change("DROP INDEX session_by_current");
        change("ALTER TABLE session DROP COLUMN size");
        change("PRAGMA user_version=1");

        store = sqlite();

        assertThat(read(ref("s1"))).isEqualTo(before);
        assertThat(before.size()).isPositive();
        append(ref("s1"), 3);
        assertThat(take(Turns.branch(ref("b1"), 9, ref("s1"), 2))).isEqualTo(new CommitOutcome.Committed(3));
    }

    @Test
    void keeps_the_bases_of_a_branch_whose_turn_is_running_from_the_purge() {
        append(ref("s1"), 1);
        take(Turns.branch(ref("b1"), 9, ref("s1"), 1));
        clock.advance(Turns.RETENTION.minusSeconds(1));
        Lease lease = begun(begin(ref("b1"), 2)).lease();
        clock.advance(Duration.ofSeconds(1));

        assertThat(purge()).isZero();
        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new CommitOutcome.Committed(3));
        assertThat(read(ref("b1")).turns()).hasSize(3);
    }

    @Test
    void refuses_a_damaged_database() throws IOException {
        commit("s1", 1 << 16);
        await(store.close());
        Path damaged = Files.copy(database(), directory.resolve("damaged.db"));
        try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.seek(4096);
            file.write(new byte[(int) file.length() - 4096]);
        }

        assertThatThrownBy(() -> sqlite(damaged)).hasMessageContaining("damaged");
        assertThatThrownBy(() -> sqlite(damaged)).hasMessageContaining("damaged");
    }

    @Test
    void names_a_file_that_is_no_database() throws IOException {
        Path text = Files.writeString(directory.resolve("notes.txt"), "These are my notes. ".repeat(100));

        assertThatThrownBy(() -> sqlite(text)).hasMessageContainingAll("notes.txt cannot be opened", "not a database");
    }

    @Test
    void refuses_an_old_sqlite_and_takes_a_newer_one() {
        for (String old : new String[] {"3.51.2", "3.7.0", "2.99.9"}) {
            assertThatThrownBy(() -> SqliteSchema.refuseOldLibrary(old)).hasMessageContaining("3.51.3 or newer");
        }
        for (String fine : new String[] {"3.51.3", "3.54.1", "4.0.0"}) {
            assertThatCode(() -> SqliteSchema.refuseOldLibrary(fine)).doesNotThrowAnyException();
        }
    }

    @Test
    void refuses_a_network_file_system() {
        assertThatThrownBy(() -> SqliteFiles.refuseNetwork("nfs4", directory)).hasMessageContaining("network");
        assertThatCode(() -> SqliteFiles.refuseNetwork("ext4", directory)).doesNotThrowAnyException();
    }

    @Test
    void gives_the_room_of_expired_sessions_back() throws IOException {
        commit("s1", 1 << 20);
        purge();
        long full = Files.size(database());
        clock.advance(Turns.RETENTION);

        assertThat(purge()).isEqualTo(1);

        assertThat(Files.size(database())).isLessThan(full / 2);
    }

    @Test
    void purges_a_tombstone_after_a_day() {
        commit("s1", 10);
        await(store.delete(ref("s1")));
        clock.advance(Duration.ofHours(24).minusMillis(1));

        assertThat(purge()).isZero();
        clock.advance(Duration.ofMillis(1));
        assertThat(purge()).isEqualTo(1);
    }

    @Test
    void does_not_purge_a_session_whose_turn_is_running() {
        commit("s1", 10);
        clock.advance(Turns.RETENTION.minusSeconds(1));
        Lease lease = begun(begin(ref("s1"), 2)).lease();
        clock.advance(Duration.ofSeconds(1));

        assertThat(purge()).isZero();
        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new CommitOutcome.Committed(2));
    }

    private int purge() {
        Future<SqlitePurge.Removed> purged = ((SqliteSessionStore) store).purge();
        return await(purged).sessions();
    }

    private void commit(String id, int size) {
        Lease lease = begun(begin(ref(id), 1)).lease();
        await(store.commit(lease, Turns.commit(Turns.large(1, 1, size))));
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database())) {
            Sql.run(connection, sql);
        }
    }
}
