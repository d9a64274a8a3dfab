package io.backstory.store;

import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.branch;
import static io.backstory.store.Turns.erased;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.ResponseToken;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Conflict;
import io.backstory.store.TurnLookup.Found;
import io.backstory.store.TurnLookup.NotFound;
import io.backstory.store.TurnLookup.Running;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store means by single turns: found, stopped, emptied and removed. */
abstract class TurnContract extends NameContract {
    private static final SessionRef REF = ref("turns");
    private static final SessionRef SIDE = ref("turns-side");

    @Test
    void finds_a_turn_by_number_by_token_and_as_the_newest() {
        append(REF, 3);

        assertFound(new TurnName.Numbered(REF, 2), REF, turn(2, 2));
        assertFound(token(REF, 2, 2), REF, turn(2, 2));
        assertFound(new TurnName.Newest(REF), REF, turn(3, 3));
    }

    @Test
    void finds_no_turn_that_is_not_there_or_foreign() {
        append(REF, 1);

        assertThat(find(new TurnName.Numbered(REF, 2))).isEqualTo(new NotFound());
        assertThat(find(new TurnName.Newest(ref("none")))).isEqualTo(new NotFound());
        assertThat(find(token(REF, 1, 2))).isEqualTo(new NotFound());
        assertThat(find(token(REF, 2, 1))).isEqualTo(new NotFound());
        assertThat(find(new TurnName.Token("rival", new ResponseToken(REF.key(), 1, 1))))
                .isEqualTo(new NotFound());
        await(store.delete(REF));
        assertThat(find(token(REF, 1, 1))).isEqualTo(new NotFound());
    }

    @Test
    void tells_that_a_turn_is_running() {
        Lease first = begun(begin(REF, 1)).lease();
        assertThat(find(new TurnName.Newest(REF))).isEqualTo(new Running(REF, 1));
        assertThat(find(token(REF, 1, 1))).isEqualTo(new Running(REF, 1));
        await(store.commit(first, next(first)));

        begun(begin(REF, 2));

        assertThat(find(new TurnName.Newest(REF))).isEqualTo(new Running(REF, 2));
        assertThat(find(new TurnName.Numbered(REF, 2))).isEqualTo(new Running(REF, 2));
        assertThat(find(token(REF, 2, 2))).isEqualTo(new Running(REF, 2));
        assertThat(find(token(REF, 2, 3))).isEqualTo(new NotFound());
        assertThat(find(new TurnName.Token("rival", new ResponseToken(REF.key(), 2, 2))))
                .isEqualTo(new NotFound());
        assertFound(new TurnName.Numbered(REF, 1), REF, turn(1, 1));
    }

    @Test
    void tells_of_no_turn_whose_lease_has_ended() {
        append(REF, 1);
        begun(begin(REF, 2));
        advance(Leases.TTL);

        assertFound(new TurnName.Newest(REF), REF, turn(1, 1));
        assertThat(find(token(REF, 2, 2))).isEqualTo(new NotFound());
    }

    @Test
    void finds_the_turns_of_a_base_by_number_through_the_branch_and_by_token_only_at_their_owner() {
        append(REF, 2);
        Lease unborn = begun(branch(SIDE, 9, REF, 1)).lease();
        assertThat(find(token(SIDE, 2, 9))).isEqualTo(new Running(SIDE, 2));
        await(store.commit(unborn, Turns.commit()));

        assertFound(new TurnName.Newest(SIDE), REF, turn(1, 1));
        assertFound(new TurnName.Numbered(SIDE, 1), REF, turn(1, 1));
        assertThat(find(token(SIDE, 1, 1))).isEqualTo(new NotFound());
        append(SIDE, 2);
        assertFound(token(SIDE, 2, 2), SIDE, turn(2, 2));
    }

    @Test
    void follows_the_name_to_the_branch_except_by_token() {
        append(REF, 2);
        Lease line = begun(begin(REF, 3)).lease();
        Lease side = begun(branch(SIDE, 9, REF, 1)).lease();
        await(store.commit(side, next(side).moving(line)));

        assertFound(new TurnName.Newest(REF), SIDE, turn(2, 9));
        assertFound(new TurnName.Numbered(REF, 2), SIDE, turn(2, 9));
        assertFound(token(REF, 2, 2), REF, turn(2, 2));
        begun(begin(REF, 4));
        assertThat(find(new TurnName.Newest(REF))).isEqualTo(new Running(SIDE, 3));
    }

    @Test
    void tells_the_holder_to_stop() {
        append(REF, 1);
        Lease lease = begun(begin(REF, 2)).lease();

        assertThat(await(store.interrupt(new TurnName.Newest(REF)))).isTrue();

        assertThat(await(store.renew(lease))).isEqualTo(Renewal.STOP);
        assertThat(await(store.renew(lease))).isEqualTo(Renewal.STOP);
        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Committed(2));
        assertThat(await(store.renew(begun(begin(REF, 3)).lease()))).isEqualTo(Renewal.RENEWED);
    }

    @Test
    void stops_the_named_turn_and_no_other() {
        Lease lease = begun(begin(REF, 1)).lease();

        assertThat(await(store.interrupt(token(REF, 1, 5)))).isFalse();
        assertThat(await(store.interrupt(new TurnName.Numbered(REF, 2)))).isFalse();
        assertThat(await(store.interrupt(new TurnName.Newest(new SessionRef("rival", REF.id())))))
                .isFalse();
        assertThat(await(store.renew(lease))).isEqualTo(Renewal.RENEWED);

        assertThat(await(store.interrupt(token(REF, 1, 1)))).isTrue();
        assertThat(await(store.renew(lease))).isEqualTo(Renewal.STOP);
    }

    @Test
    void stops_nothing_when_nothing_runs() {
        append(REF, 1);
        assertThat(await(store.interrupt(new TurnName.Newest(REF)))).isFalse();

        begun(begin(REF, 2));
        advance(Leases.TTL);

        assertThat(await(store.interrupt(new TurnName.Newest(REF)))).isFalse();
    }

    @Test
    void puts_the_emptied_turn_in_the_place_of_the_turn() {
        append(REF, 3);
        long before = read(REF).size();
        int revision = looking(8).state().revision();

        assertThat(erase(erased(turn(2, 2)))).isEqualTo(new Committed(3));

        assertThat(read(REF).turns()).containsExactly(turn(1, 1), erased(turn(2, 2)), turn(3, 3));
        assertThat(read(REF).size()).isLessThan(before);
        assertThat(looking(8).state().revision()).isGreaterThan(revision);
        assertThat(looking(8).session().turns()).contains(erased(turn(2, 2)));
        assertFound(new TurnName.Numbered(REF, 2), REF, erased(turn(2, 2)));
        assertThat(find(token(REF, 2, 2))).isEqualTo(new NotFound());
    }

    @Test
    void empties_no_turn_that_is_not_there() {
        append(REF, 2);

        assertThat(erase(erased(turn(1, 1)), erased(turn(2, 7)))).isEqualTo(new Conflict());
        assertThat(erase(erased(turn(3, 3)))).isEqualTo(new Conflict());

        assertThat(read(REF).turns()).containsExactly(turn(1, 1), turn(2, 2));
    }

    @Test
    void shows_the_emptied_turn_of_a_base_in_its_branches_which_cannot_empty_it_themselves() {
        append(REF, 2);
        take(branch(SIDE, 9, REF, 2));
        Lease side = begun(begin(SIDE, 8)).lease();
        assertThat(await(store.commit(side, Turns.commit().replacing(List.of(erased(turn(1, 1)))))))
                .isEqualTo(new Conflict());

        erase(erased(turn(1, 1)));

        assertThat(begun(begin(SIDE, 7)).session().turns()).containsExactly(erased(turn(1, 1)), turn(2, 2), turn(3, 9));
    }

    @Test
    void removes_the_oldest_turns_with_the_commit_of_a_new_one() {
        append(REF, 3);
        long before = read(REF).size();
        Lease lease = begun(begin(REF, 4)).lease();

        assertThat(await(store.commit(lease, next(lease).keepingFrom(3)))).isEqualTo(new Committed(4));

        assertThat(read(REF).turns()).containsExactly(turn(3, 3), turn(4, 4));
        assertThat(read(REF).version()).isEqualTo(4);
        assertThat(read(REF).lineage().first()).isEqualTo(3);
        assertThat(read(REF).size()).isLessThan(before);
        assertThat(find(token(REF, 2, 2))).isEqualTo(new NotFound());
        assertThat(find(new TurnName.Numbered(REF, 2))).isEqualTo(new NotFound());
        assertThat(begun(begin(REF, 5)).session().turns()).containsExactly(turn(3, 3), turn(4, 4));
        assertThat(await(store.begin(branch(SIDE, 9, REF, 2)))).isEqualTo(new BeginOutcome.NotFound());
    }

    @Test
    void changes_the_revision_only_when_turns_are_removed() {
        append(REF, 3);
        BeginTurn.Cached held = looking(8).state();
        Lease lease = begun(begin(REF, 4)).lease();
        await(store.commit(lease, next(lease).keepingFrom(1)));

        assertThat(looking(8).state().revision()).isEqualTo(held.revision());
    }

    @Test
    void shows_no_turn_of_the_base_before_a_hole() {
        append(REF, 2);
        take(branch(SIDE, 9, REF, 2));
        append(SIDE, 4);
        Lease lease = begun(begin(SIDE, 5)).lease();
        await(store.commit(lease, next(lease).keepingFrom(4)));

        assertThat(read(SIDE).turns()).containsExactly(turn(4, 4), turn(5, 5));
        assertThat(read(SIDE).lineage().first()).isEqualTo(4);
        assertThat(find(new TurnName.Numbered(SIDE, 1))).isEqualTo(new NotFound());
        assertThat(read(REF).turns()).hasSize(2);
    }

    @Test
    void throws_on_a_commit_that_would_keep_nothing() {
        Lease lease = begun(begin(REF, 1)).lease();

        assertThatThrownBy(() -> store.commit(lease, next(lease).keepingFrom(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("turn 2");
    }

    @Test
    void counts_the_bytes_of_the_own_turns_of_a_session() {
        append(REF, 1);
        long one = read(REF).size();
        take(branch(SIDE, 9, REF, 1));

        assertThat(one).isGreaterThan("question 1answer 1".length());
        assertThat(read(SIDE).size()).isBetween(one - 50, one + 50);
        append(REF, 2);
        assertThat(read(REF).size()).isGreaterThan(one + one / 2);
    }

    private static TurnName token(SessionRef session, int seq, long nonce) {
        return new TurnName.Token(session.tenant(), new ResponseToken(session.key(), seq, nonce));
    }

    private TurnLookup find(TurnName name) {
        return await(store.turn(name));
    }

    private void assertFound(TurnName name, SessionRef owner, Turn turn) {
        assertThat(find(name)).isInstanceOfSatisfying(Found.class, found -> {
            assertThat(found.turn()).isEqualTo(turn);
            assertThat(found.session().ref()).isEqualTo(owner);
            assertThat(found.session().turns()).isEmpty();
        });
    }

    private CommitOutcome erase(Turn... emptied) {
        Lease lease = begun(begin(REF, 90)).lease();
        return await(store.commit(lease, Turns.commit().replacing(List.of(emptied))));
    }

    /** Looks at the session as a turn would, and gives the lease back. */
    private BeginOutcome.Begun looking(long nonce) {
        BeginOutcome.Begun begun = begun(begin(REF, nonce));
        await(store.abort(begun.lease()));
        return begun;
    }
}
