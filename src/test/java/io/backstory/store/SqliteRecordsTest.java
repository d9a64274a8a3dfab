package io.backstory.store;

import static io.backstory.store.Idempotency.Mode.EXPLICIT;
import static io.backstory.store.Idempotency.Mode.IMPLICIT_FIRST;
import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.request;
import static io.backstory.store.Turns.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome.Replay;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records of requests, in the file. */
class SqliteRecordsTest extends StoreTest {
    private static final SessionRef REF = ref("s1");
    private static final Idempotency KEYED = request(EXPLICIT, "key", "body");

    @Override
    SessionStore open() {
        return sqlite();
    }

    @Test
    void replays_after_a_restart() {
        commit(1, KEYED);
        await(store.close());
        store = sqlite();

        assertThat(await(store.begin(begin(REF, 2).withIdempotency(KEYED)))).isEqualTo(new Replay(turn(1, 1)));
    }

    @Test
    void keeps_no_record_of_a_turn_that_the_disk_refused() {
        Lease lease = begun(begin(REF, 1).withIdempotency(KEYED)).lease();
        await(writer().write(connection -> Sql.update(connection, "ALTER TABLE idem RENAME TO away")));
        await(store.commit(lease, next(lease)).otherwiseEmpty());
        await(writer().write(connection -> Sql.update(connection, "ALTER TABLE away RENAME TO idem")));

        assertThat(await(store.read(REF))).isEmpty();
        assertThat(records()).isZero();
    }

    @Test
    void purges_every_record_past_its_end() {
        int many = SqliteRecords.BATCH + 1;
        commit(1, KEYED);
        IntStream.range(0, 3).forEach(i -> commit(2 + i, request(IMPLICIT_FIRST, "body " + i, "body " + i)));
        await(writer().write(connection -> Sql.update(connection, copies(many))));
        clock.advance(Duration.ofMinutes(10));

        assertThat(await(((SqliteSessionStore) store).purge()).more()).isTrue();
        assertThat(await(((SqliteSessionStore) store).purge()).more()).isFalse();

        assertThat(records()).isEqualTo(1);
    }

    private static String copies(int count) {
        return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + count + ")"
                + " INSERT INTO idem SELECT skey, randomblob(32), gen, state, fp, seq, fork, expires FROM n,"
                + " (SELECT * FROM idem ORDER BY expires LIMIT 1)";
    }

    private int records() {
        return await(
                writer().write(connection -> Sql.first(connection, "SELECT count(*) FROM idem", row -> row.getInt(1))
                        .orElseThrow()));
    }

    private SqliteWriter writer() {
        return ((SqliteSessionStore) store).writer();
    }

    private void commit(long nonce, Idempotency request) {
        Lease lease = begun(begin(REF, nonce).withIdempotency(request)).lease();
        await(store.commit(lease, next(lease)));
    }
}
