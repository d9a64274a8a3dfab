package io.backstory.store;

import static io.backstory.store.Idempotency.Mode.EXPLICIT;
import static io.backstory.store.Idempotency.Mode.IMPLICIT_FIRST;
import static io.backstory.store.Idempotency.Mode.IMPLICIT_RETRY;
import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.branch;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.request;
import static io.backstory.store.Turns.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Fork;
import io.backstory.store.BeginOutcome.KeyReused;
import io.backstory.store.BeginOutcome.NotFound;
import io.backstory.store.BeginOutcome.Replay;
import io.backstory.store.CommitOutcome.Committed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store means by going on from one answer. */
abstract class ChainContract extends BranchContract {
    private static final SessionRef MAIN = ref("chained");
    private static final SessionRef SIDE = ref("b1");
    private static final Idempotency KEYED = request(EXPLICIT, "key", "body");

    @Test
    void goes_on_from_the_newest_answer_in_its_own_session() {
        append(MAIN, 2);

        Begun begun = begun(after(2, 9, "b1"));

        assertThat(begun.lease().session()).isEqualTo(MAIN);
        assertThat(begun.session().turns()).hasSize(2);
    }

    @Test
    void goes_on_from_an_older_answer_in_a_branch() {
        append(MAIN, 2);

        assertThat(await(store.begin(after(1, 9, "b1")))).isEqualTo(fork("b1", 1));

        assertThat(begun(begin(MAIN, 3)).lease().version()).isEqualTo(2);
    }

    @Test
    void goes_on_in_a_branch_while_the_newest_answer_is_being_answered() {
        append(MAIN, 2);
        begun(begin(MAIN, 3));

        assertThat(await(store.begin(after(2, 9, "b1")))).isEqualTo(fork("b1", 2));
        assertThat(take(branch(SIDE, 9, MAIN, 2))).isEqualTo(new Committed(3));
    }

    @Test
    void gives_the_same_try_its_lease_again_although_the_answer_is_being_answered_by_then() {
        append(MAIN, 2);
        Lease lease = begun(after(2, 9, "b1")).lease();

        assertThat(begun(after(2, 9, "b1")).lease()).isEqualTo(lease);
    }

    @Test
    void finds_no_answer_that_is_not_there() {
        append(MAIN, 3);
        erase(1);
        SessionRef foreign = new SessionRef("rival", MAIN.id());

        assertThat(await(store.begin(after(1, 9, "b1")))).isEqualTo(new NotFound());
        assertThat(await(store.begin(after(4, 9, "b1")))).isEqualTo(new NotFound());
        assertThat(await(store.begin(begin(MAIN, 9).at(new Place.After(2, 3, "b1")))))
                .isEqualTo(new NotFound());
        assertThat(await(store.begin(begin(ref("none"), 9).at(new Place.After(1, 1, "b1")))))
                .isEqualTo(new NotFound());
        assertThat(await(store.begin(begin(foreign, 9).at(new Place.After(3, 3, "b1")))))
                .isEqualTo(new NotFound());
    }

    @Test
    void finds_an_answer_only_in_the_session_that_owns_it() {
        append(MAIN, 2);
        take(branch(SIDE, 9, MAIN, 2));

        assertThat(await(store.begin(begin(SIDE, 8).at(new Place.After(2, 2, "b2")))))
                .isEqualTo(new NotFound());
        assertThat(begun(begin(SIDE, 8).at(new Place.After(3, 9, "b2")))
                        .session()
                        .turns())
                .hasSize(3);
    }

    @Test
    void tells_a_repeated_request_the_branch_it_was_told_before() {
        append(MAIN, 2);
        await(store.begin(after(1, 9, "b1").withIdempotency(KEYED)));

        assertThat(await(store.begin(after(1, 8, "b2").withIdempotency(KEYED)))).isEqualTo(fork("b1", 1));
        assertThat(await(store.begin(after(1, 7, "b2").withIdempotency(request(EXPLICIT, "key", "other")))))
                .isEqualTo(new KeyReused());
        assertThat(await(store.begin(after(1, 6, "b2").withIdempotency(request(EXPLICIT, "key 2", "body")))))
                .isEqualTo(fork("b2", 1));
    }

    @Test
    void remembers_the_branch_whatever_became_of_the_answer_since() {
        append(MAIN, 1);
        Lease other = begun(begin(MAIN, 2)).lease();
        await(store.begin(after(1, 9, "b1").withIdempotency(KEYED)));
        await(store.abort(other));

        assertThat(await(store.begin(after(1, 8, "b2").withIdempotency(KEYED)))).isEqualTo(fork("b1", 1));
    }

    @Test
    void replays_the_turn_that_answered_on_the_branch() {
        append(MAIN, 2);
        await(store.begin(after(1, 9, "b1").withIdempotency(KEYED)));
        take(branch(SIDE, 9, MAIN, 1).withIdempotency(KEYED));

        assertThat(await(store.begin(after(1, 8, "b2").withIdempotency(KEYED)))).isEqualTo(fork("b1", 1));
        assertThat(await(store.begin(branch(SIDE, 8, MAIN, 1).withIdempotency(KEYED))))
                .isEqualTo(new Replay(turn(2, 9)));
    }

    @Test
    void leads_a_retry_without_a_key_to_the_branch_of_its_first_try() {
        append(MAIN, 2);
        Idempotency first = request(IMPLICIT_FIRST, "body", "body");
        Idempotency retry = request(IMPLICIT_RETRY, "body", "body");
        await(store.begin(after(1, 9, "b1").withIdempotency(first)));

        assertThat(await(store.begin(after(1, 8, "b2").withIdempotency(retry)))).isEqualTo(fork("b1", 1));
        assertThat(await(store.begin(after(1, 7, "b3").withIdempotency(first)))).isEqualTo(fork("b3", 1));
        assertThat(await(store.begin(after(1, 6, "b4").withIdempotency(retry)))).isEqualTo(fork("b3", 1));
    }

    @Test
    void replays_a_retry_without_a_key_although_its_turn_is_no_longer_the_newest() {
        append(MAIN, 1);
        take(after(1, 2, "b1").withIdempotency(request(IMPLICIT_FIRST, "body", "body")));
        append(MAIN, 3);

        assertThat(await(store.begin(after(1, 9, "b2").withIdempotency(request(IMPLICIT_RETRY, "body", "body")))))
                .isEqualTo(new Replay(turn(2, 2)));
    }

    @Test
    void tells_a_repeated_request_that_it_is_being_answered_instead_of_branching() {
        append(MAIN, 1);
        begun(after(1, 2, "b1").withIdempotency(KEYED));

        assertInProgress(await(store.begin(after(1, 9, "b2").withIdempotency(KEYED))), Leases.TTL);
    }

    /** The answer's nonce is its seq. */
    private static BeginTurn after(int seq, long nonce, String branch) {
        return begin(MAIN, nonce).at(new Place.After(seq, seq, branch));
    }

    private static Fork fork(String branch, int turn) {
        return new Fork(branch, new Session.Base(MAIN, turn));
    }

    private void erase(int seq) {
        Lease lease = begun(begin(MAIN, 90)).lease();
        await(store.commit(lease, Turns.commit().replacing(List.of(Turns.erased(turn(seq, seq))))));
    }
}
