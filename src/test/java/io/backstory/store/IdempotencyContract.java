package io.backstory.store;

import static io.backstory.store.Idempotency.Mode.EXPLICIT;
import static io.backstory.store.Idempotency.Mode.IMPLICIT_FIRST;
import static io.backstory.store.Idempotency.Mode.IMPLICIT_RETRY;
import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.commit;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.request;
import static io.backstory.store.Turns.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.store.BeginOutcome.KeyReused;
import io.backstory.store.BeginOutcome.NotHead;
import io.backstory.store.BeginOutcome.Regressed;
import io.backstory.store.BeginOutcome.Replay;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Fenced;
import io.backstory.store.CommitOutcome.Superseded;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every store means by a request that is sent again, and by a history that is shorter than it was. */
abstract class IdempotencyContract extends LeaseContract {
    private static final SessionRef REF = ref("repeated");
    private static final Duration LONG = Duration.ofDays(30);
    private static final Idempotency KEYED = request(EXPLICIT, "key", "body");

    @Test
    void replays_the_turn_that_answered_the_same_key() {
        store(1, KEYED);
        store(2, null);

        assertThat(begins(3, KEYED)).isEqualTo(new Replay(turn(1, 1)));
        assertThat(begun(begin(REF, 4)).lease().version()).isEqualTo(2);
    }

    @Test
    void replays_the_last_turn_of_an_import() {
        Lease lease = begun(begin(REF, 9).withIdempotency(KEYED)).lease();
        await(store.commit(lease, commit(turn(1, 8), turn(2, 9))));

        assertThat(begins(3, KEYED)).isEqualTo(new Replay(turn(2, 9)));
    }

    @Test
    void does_not_list_a_session_that_only_keeps_a_reply() {
        SessionRef hidden = SessionRef.hidden("acme", "key");
        Lease lease = begun(begin(hidden, 1).withIdempotency(KEYED)).lease();
        await(store.commit(lease, next(lease)));

        assertThat(await(store.list("acme", new PageRequest(10, null, true))).sessions())
                .isEmpty();
        assertThat(await(store.begin(begin(hidden, 2).withIdempotency(KEYED)))).isEqualTo(new Replay(turn(1, 1)));
    }

    @Test
    void refuses_a_key_that_belongs_to_another_request() {
        Idempotency other = request(EXPLICIT, "key", "other body");
        begun(begin(REF, 1).withIdempotency(KEYED));

        assertThat(begins(2, other)).isEqualTo(new KeyReused());
        advance(Leases.TTL);
        store(3, KEYED);
        assertThat(begins(4, other)).isEqualTo(new KeyReused());
    }

    @Test
    void tells_a_request_that_is_still_being_answered() {
        begun(begin(REF, 1).withIdempotency(KEYED));
        advance(Duration.ofSeconds(5));

        assertInProgress(begins(2, KEYED), Duration.ofSeconds(10));
        assertBusy(begins(3, request(EXPLICIT, "other key", "body")), Duration.ofSeconds(10));
        assertBusy(begins(4, null), Duration.ofSeconds(10));
    }

    @Test
    void gives_the_same_try_its_lease_again() {
        BeginTurn keyed = begin(REF, 1).withIdempotency(KEYED);
        Lease lease = begun(keyed).lease();

        assertThat(begun(keyed).lease()).isEqualTo(lease);
        assertThat(lease.idempotency()).isEqualTo(KEYED);
    }

    @Test
    void looks_for_a_repetition_before_the_lock_and_the_expected_version() {
        store(1, KEYED);
        BeginTurn expecting = new BeginTurn(REF, 3, true, 0, null).withIdempotency(KEYED);
        begun(begin(REF, 2));

        assertThat(await(store.begin(expecting))).isEqualTo(new Replay(turn(1, 1)));
        advance(Leases.TTL);
        assertThat(await(store.begin(expecting))).isEqualTo(new Replay(turn(1, 1)));
        assertThat(await(store.begin(expecting.withIdempotency(null)))).isEqualTo(new NotHead(1));
    }

    @Test
    void runs_a_request_again_whose_turn_failed() {
        Lease failed = begun(begin(REF, 1).withIdempotency(KEYED)).lease();
        await(store.abort(failed));

        assertThat(store(2, KEYED)).isEqualTo(new Committed(1));
    }

    @Test
    void does_not_answer_a_late_commit_with_a_turn_of_a_session_that_has_expired() {
        Lease slow = begun(begin(REF, 1).withIdempotency(KEYED)).lease();
        advance(Leases.TTL);
        Lease faster = begun(begin(REF, 2).withIdempotency(KEYED)).lease();
        await(store.commit(faster, next(faster)));
        advance(Turns.RETENTION);

        assertThat(await(store.commit(slow, next(slow)))).isEqualTo(new Fenced());
    }

    @Test
    void runs_a_request_again_whose_holder_is_dead_and_answers_its_late_commit_with_the_faster_turn() {
        Lease slow = begun(begin(REF, 1).withIdempotency(KEYED)).lease();
        advance(Leases.TTL);
        store(2, KEYED);
        store(3, null);

        assertThat(await(store.commit(slow, next(slow)))).isEqualTo(new Superseded(1));
        assertThat(await(store.read(REF)).orElseThrow().turns()).containsExactly(turn(1, 2), turn(2, 3));
    }

    @Test
    void answers_a_repeated_commit_of_a_keyed_turn_as_before() {
        Lease lease = begun(begin(REF, 1).withIdempotency(KEYED)).lease();
        await(store.commit(lease, next(lease)));

        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Committed(1));
    }

    @Test
    void forgets_a_key_after_a_day() {
        store(1, KEYED);
        advance(Duration.ofHours(24).minus(moment()));
        assertThat(begins(2, KEYED)).isInstanceOf(Replay.class);

        advance(moment());

        assertThat(begins(3, KEYED)).isInstanceOf(BeginOutcome.Begun.class);
    }

    @Test
    void takes_the_same_key_again_once_it_is_forgotten() {
        store(1, KEYED);
        advance(Duration.ofHours(24));

        assertThat(store(3, KEYED)).isEqualTo(new Committed(2));
        assertThat(begins(4, KEYED)).isEqualTo(new Replay(turn(2, 3)));
    }

    @Test
    void forgets_the_keys_of_a_deleted_session() {
        store(1, KEYED);
        await(store.delete(REF));

        assertThat(store(2, KEYED)).isEqualTo(new Committed(1));
    }

    @Test
    void keeps_no_record_of_a_request_that_only_changed_settings() {
        store(1, null);
        Lease lease = begun(begin(REF, 2).withIdempotency(KEYED)).lease();
        await(store.commit(lease, commit(SessionSettings.EMPTY)));

        assertThat(begins(3, KEYED)).isInstanceOf(BeginOutcome.Begun.class);
    }

    @Test
    void tells_the_same_key_in_two_sessions_apart() {
        store(1, KEYED);

        assertThat(await(store.begin(begin(ref("another"), 2).withIdempotency(KEYED))))
                .isInstanceOf(BeginOutcome.Begun.class);
    }

    @Test
    void replays_a_retry_without_a_key_while_its_turn_is_the_newest() {
        store(1, first("body"));
        assertThat(begins(2, retry("body"))).isEqualTo(new Replay(turn(1, 1)));

        store(3, first("other body"));

        assertThat(begins(4, retry("body"))).isInstanceOf(BeginOutcome.Begun.class);
    }

    @Test
    void never_takes_a_first_try_for_a_repetition() {
        store(1, first("body"));

        assertThat(store(2, first("body"))).isEqualTo(new Committed(2));
        assertThat(begins(3, retry("body"))).isEqualTo(new Replay(turn(2, 2)));
    }

    @Test
    void tells_a_retry_without_a_key_that_its_first_try_still_runs() {
        store(1, first("body"));
        begun(begin(REF, 2).withIdempotency(first("body")));

        assertInProgress(begins(3, retry("body")), Leases.TTL);
        assertBusy(begins(4, first("body")), Leases.TTL);
    }

    @Test
    void replays_no_older_turn_to_the_retry_of_a_newer_one_that_failed() {
        store(1, first("body"));
        Lease again = begun(begin(REF, 2).withIdempotency(first("body"))).lease();
        await(store.abort(again));

        assertThat(store(3, retry("body"))).isEqualTo(new Committed(2));
        assertThat(begins(4, retry("body"))).isEqualTo(new Replay(turn(2, 3)));
    }

    @Test
    void replays_no_older_turn_to_the_retry_of_a_newer_one_whose_holder_is_dead() {
        store(1, first("body"));
        begun(begin(REF, 2).withIdempotency(first("body")));
        advance(Leases.TTL);

        assertThat(store(3, retry("body"))).isEqualTo(new Committed(2));
    }

    @Test
    void forgets_a_request_without_a_key_after_ten_minutes() {
        store(1, first("body"));
        advance(Duration.ofMinutes(10).minus(moment()));
        assertThat(begins(2, retry("body"))).isInstanceOf(Replay.class);

        advance(moment());

        assertThat(begins(3, retry("body"))).isInstanceOf(BeginOutcome.Begun.class);
    }

    @Test
    void says_so_when_it_holds_less_than_was_acknowledged() {
        store(1, null);
        BeginTurn.Cached state = begun(begin(REF, 2)).state();
        advance(Leases.TTL);
        BeginTurn.Cached ahead = new BeginTurn.Cached(state.generation(), 2, state.revision());

        assertThat(await(authority().begin(begin(REF, 3).withCached(ahead)))).isEqualTo(new Regressed());
        assertThat(begun(begin(REF, 4)).lease().version()).isEqualTo(1);
    }

    private BeginOutcome begins(long nonce, @Nullable Idempotency request) {
        return await(store.begin(begin(REF, nonce).withIdempotency(request)));
    }

    private CommitOutcome store(long nonce, @Nullable Idempotency request) {
        Lease lease = begun(begin(REF, nonce).withIdempotency(request)).lease();
        CommitTurn turn = next(lease);
        return await(store.commit(lease, new CommitTurn(turn.turns(), turn.settings(), LONG)));
    }

    private static Idempotency first(String body) {
        return request(IMPLICIT_FIRST, body, body);
    }

    private static Idempotency retry(String body) {
        return request(IMPLICIT_RETRY, body, body);
    }
}
