package io.backstory.store;

import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.Kind;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.CommitOutcome.Committed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the SQLite store keeps when processes die, disks fill up and many turns end at once. */
class SqliteDurabilityTest extends StoreTest {
    private static final SessionRef REF = ref("s1");

    @Override
    SessionStore open() {
        return sqlite();
    }

    private SqliteWriter writer() {
        return ((SqliteSessionStore) store).writer();
    }

    @Test
    void keeps_everything_over_a_restart() {
        Lease lease = commitOne(REF, 1);
        await(store.close());
        store = sqlite();

        assertThat(await(store.read(REF)).orElseThrow().turns()).containsExactly(turn(1, 1));
        assertThat(begun(begin(REF, 2)).lease().fence()).isGreaterThan(lease.fence());
    }

    @Test
    void has_every_acknowledged_turn_in_the_files_of_a_process_that_just_stopped() throws IOException {
        for (int i = 1; i <= 10; i++) {
            commitOne(REF, i);
        }
        Path copy = copyOfTheOpenFiles();

        SqliteSessionStore revived = sqlite(copy);

        assertThat(await(revived.read(REF)).orElseThrow().version()).isEqualTo(10);
        assertThat(await(revived.read(REF)).orElseThrow().turns()).hasSize(10);
        await(revived.close());
    }

    @Test
    void acknowledges_two_hundred_turns_that_end_at_once_and_has_them_all() {
        List<SessionRef> refs =
                IntStream.range(0, 200).mapToObj(i -> ref("s" + i)).toList();
        List<Lease> leases =
                refs.stream().map(it -> begun(begin(it, 7)).lease()).toList();

        List<Future<CommitOutcome>> commits =
                leases.stream().map(it -> store.commit(it, next(it))).toList();

        assertThat(commits).allSatisfy(it -> assertThat(await(it)).isEqualTo(new Committed(1)));
        await(store.close());
        store = sqlite();
        assertThat(refs)
                .allSatisfy(it ->
                        assertThat(await(store.read(it)).orElseThrow().turns()).containsExactly(turn(1, 7)));
    }

    @Test
    void fails_only_the_one_piece_of_a_group_that_cannot_be_written() {
        Lease good = begun(begin(REF, 1)).lease();
        Lease bad = begun(begin(ref("s2"), 1)).lease();
        Future<Object> wrong = writer().write(connection -> {
            Sql.update(connection, "INSERT INTO turn(id) VALUES(1)");
            return true;
        });
        Future<CommitOutcome> before = store.commit(good, next(good));
        Future<CommitOutcome> after = store.commit(bad, next(bad));

        assertThat(failure(wrong).kind()).isEqualTo(Kind.STORE_UNAVAILABLE);
        assertThat(await(before)).isEqualTo(new Committed(1));
        assertThat(await(after)).isEqualTo(new Committed(1));
        assertThat(await(store.trouble())).isEmpty();
    }

    @Test
    void acknowledges_nothing_on_a_full_disk_and_goes_on_once_there_is_room() {
        Lease lease = begun(begin(REF, 1)).lease();
        fillDisk();
        CommitTurn large = Turns.commit(Turns.large(1, 1, 1 << 20));

        assertThat(failure(store.commit(lease, large)).kind()).isEqualTo(Kind.STORE_UNAVAILABLE);

        assertThat(await(store.trouble()))
                .hasValueSatisfying(it -> assertThat(it).contains("cannot write"));
        assertThat(failure(store.begin(begin(ref("s2"), 1))).kind()).isEqualTo(Kind.STORE_UNAVAILABLE);
        assertThat(await(store.read(REF))).isEmpty();
        makeRoom();
        assertThat(await(store.commit(lease, large))).isEqualTo(new Committed(1));
        assertThat(await(store.trouble())).isEmpty();
        assertThat(begun(begin(REF, 2)).session().turns()).hasSize(1);
    }

    @Test
    void finds_out_by_itself_that_there_is_room_again() {
        Lease lease = begun(begin(REF, 1)).lease();
        fillDisk();
        failure(store.commit(lease, Turns.commit(Turns.large(1, 1, 1 << 20))));
        makeRoom();

        assertThat(await(troubleEnds())).isEmpty();
    }

    @Test
    void says_that_it_cannot_tell_when_the_commit_itself_fails() {
        Future<String> orphan = writer().write(new SqliteWriter.Work<>() {
            @Override
            public String on(Connection connection) throws SQLException {
                Sql.run(connection, "PRAGMA defer_foreign_keys=ON");
                Sql.run(
                        connection,
                        "INSERT INTO turn(skey, gen, seq, parent, turn_id, status, body, at)"
                                + " VALUES(zeroblob(16), x'00', 1, 0, zeroblob(8), 'completed', x'00', 0)");
                return "stored";
            }

            @Override
            public Optional<String> unknown() {
                return Optional.of("unknown");
            }
        });

        assertThat(await(orphan)).isEqualTo("unknown");
        assertThat(await(troubleEnds())).isEmpty();
        commitOne(REF, 1);
    }

    @Test
    void refuses_a_commit_when_the_session_moved_although_the_lease_is_held() {
        commitOne(REF, 1);
        Lease lease = begun(begin(REF, 2)).lease();
        await(writer().write(connection -> Sql.update(connection, "UPDATE session SET ver = 2")));

        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new CommitOutcome.Conflict());
        assertThat(begun(begin(REF, 3)).session().turns()).containsExactly(turn(1, 1));
    }

    @Test
    void finishes_the_turns_it_took_before_it_closes() {
        List<Lease> leases = IntStream.range(0, 100)
                .mapToObj(i -> begun(begin(ref("s" + i), 1)).lease())
                .toList();
        List<Future<CommitOutcome>> commits = new ArrayList<>();
        leases.forEach(it -> commits.add(store.commit(it, next(it))));

        await(store.close());

        assertThat(commits).allSatisfy(it -> assertThat(await(it)).isEqualTo(new Committed(1)));
    }

    @Test
    void answers_on_the_event_loop_it_was_called_from_and_never_reads_or_writes_there() {
        Context context = vertx.getOrCreateContext();
        Future<Boolean> allOnContext = Future.future(promise -> context.runOnContext(none -> store.begin(begin(REF, 1))
                .compose(outcome -> store.commit(((Begun) outcome).lease(), next(((Begun) outcome).lease())))
                .compose(committed -> store.read(REF))
                .compose(session -> store.list("acme", new PageRequest(1, null, true)))
                .compose(page -> store.delete(REF))
                .map(deletion -> deletion.existed() && vertx.getOrCreateContext() == context)
                .onComplete(promise)));

        assertThat(await(allOnContext)).isTrue();
    }

    @Test
    void refuses_a_database_call_on_an_event_loop() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            Future<Boolean> call = Future.future(promise -> vertx.runOnContext(none -> {
                assertThatThrownBy(() -> Sql.run(connection, "SELECT 1")).hasMessageContaining("event loop");
                promise.complete(true);
            }));

            assertThat(await(call)).isTrue();
        }
    }

    private Future<Optional<String>> troubleEnds() {
        return store.trouble()
                .compose(it -> it.isEmpty()
                        ? Future.succeededFuture(it)
                        : vertx.timer(20).compose(x -> troubleEnds()));
    }

    private void fillDisk() {
        await(writer().alone(connection -> {
            Sql.run(connection, "PRAGMA max_page_count=1");
            return true;
        }));
    }

    private void makeRoom() {
        await(writer().alone(connection -> {
            Sql.run(connection, "PRAGMA max_page_count=1000000");
            return true;
        }));
    }

    private Lease commitOne(SessionRef ref, long nonce) {
        Lease lease = begun(begin(ref, nonce)).lease();
        await(store.commit(lease, next(lease)));
        return lease;
    }

    private Path copyOfTheOpenFiles() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("copy")).resolve("backstory.db");
        for (String suffix : List.of("", "-wal")) {
            Files.copy(Path.of(database() + suffix), Path.of(copy + suffix));
        }
        return copy;
    }
}
