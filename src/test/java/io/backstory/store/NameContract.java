package io.backstory.store;

import static io.backstory.store.Idempotency.Mode.EXPLICIT;
import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.branch;
import static io.backstory.store.Turns.line;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.request;
import static io.backstory.store.Turns.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Replay;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Conflict;
import io.backstory.store.CommitOutcome.Fenced;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store means by a name that stands for a branch. */
abstract class NameContract extends ChainContract {
    private static final SessionRef NAME = ref("named");
    private static final SessionRef SIDE = ref("n1");
    private static final SessionRef TWIG = ref("n2");
    private static final Idempotency KEYED = request(EXPLICIT, "key", "body");

    @Test
    void stands_for_the_branch_it_was_moved_to() {
        append(NAME, 3);

        assertThat(move(SIDE, 1)).isEqualTo(new Committed(2));

        assertThat(read(NAME).ref()).isEqualTo(SIDE);
        assertThat(read(NAME).turns()).containsExactly(turn(1, 1), turn(2, 77));
        Begun begun = begun(begin(NAME, 9));
        assertThat(begun.lease().session()).isEqualTo(SIDE);
        assertThat(begun.lease().name()).isEqualTo(NAME);
        assertThat(begun.session().ref()).isEqualTo(SIDE);
        assertThat(begun.session().turns()).hasSize(2);
    }

    @Test
    void leaves_the_line_it_moved_away_from_as_it_is_and_free() {
        append(NAME, 3);
        move(SIDE, 1);

        Begun own = begun(line(NAME, 9));

        assertThat(own.lease().session()).isEqualTo(NAME);
        assertThat(own.session().turns()).hasSize(3);
        assertThat(own.session().lineage().currentBranch()).isEqualTo("n1");
        assertThat(own.session().lineage().base()).isNull();
    }

    @Test
    void is_busy_by_name_while_the_line_it_stands_for_is() {
        append(NAME, 2);
        move(SIDE, 1);
        begun(line(NAME, 8));
        begun(begin(SIDE, 9));

        assertBusy(await(store.begin(begin(NAME, 10))), Leases.TTL);
    }

    @Test
    void adds_the_next_turns_of_the_name_to_the_branch() {
        append(NAME, 2);
        move(SIDE, 1);

        append(NAME, 4);

        assertThat(read(SIDE).turns()).containsExactly(turn(1, 1), turn(2, 77), turn(3, 3), turn(4, 4));
        assertThat(await(store.branches(NAME)).orElseThrow().get(0).version()).isEqualTo(2);
    }

    @Test
    void moves_on_from_a_branch_to_another_and_keeps_the_name_of_the_branch_apart() {
        append(NAME, 2);
        move(SIDE, 1);

        move(TWIG, 2);

        assertThat(read(NAME).ref()).isEqualTo(TWIG);
        assertThat(read(NAME).turns()).containsExactly(turn(1, 1), turn(2, 77), turn(3, 77));
        assertThat(read(SIDE).ref()).isEqualTo(SIDE);
    }

    @Test
    void moves_back_to_its_own_session() {
        append(NAME, 2);
        move(SIDE, 1);
        Lease current = begun(begin(NAME, 8)).lease();
        Lease own = begun(line(NAME, 9)).lease();

        assertThat(await(store.commit(own, next(own).moving(current)))).isEqualTo(new Committed(3));

        assertThat(read(NAME).turns()).containsExactly(turn(1, 1), turn(2, 2), turn(3, 9));
        assertThat(read(NAME).lineage().currentBranch()).isNull();
    }

    @Test
    void does_not_move_a_name_whose_line_another_has_taken() {
        append(NAME, 2);
        Lease former = begun(begin(NAME, 3)).lease();
        advance(Leases.TTL);
        begun(begin(NAME, 4));
        Lease side = begun(branch(SIDE, 77, NAME, 1)).lease();

        assertThat(await(store.commit(side, next(side).moving(former)))).isEqualTo(new Fenced());

        assertThat(read(NAME).ref()).isEqualTo(NAME);
        assertThat(await(store.read(SIDE))).isEmpty();
    }

    @Test
    void does_not_move_a_name_that_stands_for_something_else_by_now() {
        append(NAME, 2);
        move(SIDE, 1);
        Lease left = begun(line(NAME, 8)).lease();
        Lease twig = begun(branch(TWIG, 9, NAME, 1)).lease();

        assertThat(await(store.commit(twig, next(twig).moving(left)))).isEqualTo(new Conflict());

        assertThat(read(NAME).ref()).isEqualTo(SIDE);
        assertThat(await(store.read(TWIG))).isEmpty();
    }

    @Test
    void fences_a_slow_turn_of_the_name_that_has_moved_meanwhile() {
        append(NAME, 2);
        Lease slow = begun(begin(NAME, 3)).lease();
        advance(Leases.TTL);
        move(SIDE, 1);

        assertThat(await(store.commit(slow, next(slow)))).isEqualTo(new Fenced());
    }

    @Test
    void stands_for_itself_again_once_its_branch_is_deleted() {
        append(NAME, 2);
        move(SIDE, 1);

        assertThat(await(store.delete(SIDE)).existed()).isTrue();

        assertThat(read(NAME).turns()).containsExactly(turn(1, 1), turn(2, 2));
        take(branch(SIDE, 5, NAME, 2));
        assertThat(read(NAME).ref()).isEqualTo(NAME);
    }

    @Test
    void stands_for_nothing_of_before_once_it_is_deleted_itself() {
        append(NAME, 2);
        move(SIDE, 1);
        Lease running = begun(begin(NAME, 9)).lease();

        assertThat(await(store.delete(NAME))).isEqualTo(new Deletion(true, List.of("n1")));

        assertThat(await(store.read(NAME))).isEmpty();
        assertThat(await(store.commit(running, next(running)))).isEqualTo(new Fenced());
        append(NAME, 1);
        assertThat(read(NAME).ref()).isEqualTo(NAME);
        assertThat(read(NAME).turns()).containsExactly(turn(1, 1));
    }

    @Test
    void stands_for_itself_again_once_its_branch_has_expired() {
        append(NAME, 2);
        move(SIDE, 1);
        Lease own = begun(line(NAME, 3)).lease();
        CommitTurn longer = next(own);
        await(store.commit(own, new CommitTurn(longer.turns(), longer.settings(), Turns.RETENTION.multipliedBy(2))));

        advance(Turns.RETENTION.plusMinutes(1));

        assertThat(read(NAME).turns()).hasSize(3);
        assertThat(begun(begin(NAME, 9)).lease().session()).isEqualTo(NAME);
    }

    @Test
    void lives_as_long_as_the_branch_it_stands_for() {
        append(NAME, 2);
        move(SIDE, 1);
        advance(Turns.RETENTION.dividedBy(2));
        append(NAME, 3);

        advance(Turns.RETENTION.dividedBy(2).plusMinutes(1));

        assertThat(read(NAME).turns()).hasSize(3);
    }

    @Test
    void replays_a_request_wherever_the_name_has_moved_since() {
        append(NAME, 1);
        take(begin(NAME, 2).withIdempotency(KEYED));
        Idempotency moving = request(EXPLICIT, "moving", "body");
        Lease current = begun(begin(NAME, 3).withIdempotency(moving)).lease();
        Lease side = begun(branch(SIDE, 77, NAME, 1).withIdempotency(moving)).lease();
        assertInProgress(await(store.begin(begin(NAME, 5).withIdempotency(moving))), Leases.TTL);
        await(store.commit(side, next(side).moving(current)));

        assertThat(await(store.begin(begin(NAME, 6).withIdempotency(KEYED)))).isEqualTo(new Replay(turn(2, 2)));
        assertThat(await(store.begin(begin(NAME, 7).withIdempotency(moving)))).isEqualTo(new Replay(turn(2, 77)));
        move(TWIG, 1);
        assertThat(await(store.begin(begin(NAME, 8).withIdempotency(moving)))).isEqualTo(new Replay(turn(2, 77)));
    }

    @Test
    void replays_a_request_that_was_answered_on_the_branch_by_name() {
        append(NAME, 2);
        move(SIDE, 1);
        take(begin(NAME, 3).withIdempotency(KEYED));

        assertThat(await(store.begin(begin(NAME, 4).withIdempotency(KEYED)))).isEqualTo(new Replay(turn(3, 3)));
        move(TWIG, 1);
        assertThat(await(store.begin(begin(NAME, 5).withIdempotency(KEYED)))).isEqualTo(new Replay(turn(3, 3)));
    }

    @Test
    void shows_no_stale_line_when_the_name_is_moved_elsewhere() {
        append(NAME, 2);
        await(store.abort(begun(begin(NAME, 3)).lease()));
        moveIn(authority(), SIDE, 1);

        Begun begun = begun(begin(NAME, 4));
        assertThat(begun.session().turns()).containsExactly(turn(1, 1), turn(2, 77));
        await(store.abort(begun.lease()));
        assertThat(begun(line(NAME, 5)).session().turns()).containsExactly(turn(1, 1), turn(2, 2));
        assertThat(begun(begin(NAME, 6)).session().turns()).containsExactly(turn(1, 1), turn(2, 77));
    }

    @Test
    void goes_on_from_an_answer_of_its_own_session_wherever_it_has_moved() {
        append(NAME, 2);
        move(SIDE, 1);

        Begun begun = begun(begin(NAME, 9).at(new Place.After(2, 2, "n2")));

        assertThat(begun.lease().session()).isEqualTo(NAME);
        assertThat(begun.session().turns()).hasSize(2);
    }

    @Test
    void lists_a_session_as_used_and_running_when_the_branch_it_stands_for_is() {
        append(NAME, 2);
        move(SIDE, 1);
        advance(Duration.ofSeconds(1));
        append(ref("other"), 1);
        advance(Duration.ofSeconds(1));
        append(NAME, 3);
        begun(begin(NAME, 9));

        List<Session> listed =
                await(store.list("acme", new PageRequest(10, null, true))).sessions();

        assertThat(listed).extracting(it -> it.ref().id()).containsExactly("named", "other");
        assertThat(listed).extracting(Session::running).containsExactly(true, false);
        assertThat(listed.get(0).lineage().currentBranch()).isEqualTo("n1");
    }

    private CommitOutcome move(SessionRef branch, int from) {
        return moveIn(store, branch, from);
    }

    /** Branches from what the name stands for and moves the name there; the branch's first turn has nonce 77. */
    private static CommitOutcome moveIn(SessionStore store, SessionRef branch, int from) {
        Lease line = ((Begun) await(store.begin(begin(NAME, 70)))).lease();
        Lease on = ((Begun) await(store.begin(branch(branch, 77, line.session(), from)))).lease();
        return await(store.commit(on, next(on).moving(line)));
    }
}
