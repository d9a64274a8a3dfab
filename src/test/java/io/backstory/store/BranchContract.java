package io.backstory.store;

import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.branch;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.turn;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Kind;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.NotFound;
import io.backstory.store.BeginOutcome.NotHead;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Fenced;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store means by a session that goes on from a turn of another. */
abstract class BranchContract extends IdempotencyContract {
    private static final SessionRef MAIN = ref("main");
    private static final SessionRef SIDE = ref("side");
    private static final SessionRef TWIG = ref("twig");

    @Test
    void begins_a_branch_with_the_turns_of_its_base() {
        append(MAIN, 3);

        Begun begun = begun(branch(SIDE, 9, MAIN, 2));

        assertThat(begun.session().ref()).isEqualTo(SIDE);
        assertThat(begun.session().turns()).containsExactly(turn(1, 1), turn(2, 2));
        assertThat(begun.session().version()).isEqualTo(2);
        assertThat(begun.session().settings().route()).isEqualTo("fast");
        assertThat(begun.lease().version()).isEqualTo(2);
        assertThat(begun.onlyNewer()).isFalse();
        assertThat(await(store.read(SIDE))).isEmpty();
    }

    @Test
    void adds_the_turns_of_a_branch_to_those_of_its_base_and_leaves_the_base_alone() {
        append(MAIN, 3);

        assertThat(take(branch(SIDE, 9, MAIN, 2))).isEqualTo(new Committed(3));
        append(SIDE, 4);

        assertThat(read(SIDE).turns()).containsExactly(turn(1, 1), turn(2, 2), turn(3, 9), turn(4, 4));
        assertThat(read(SIDE).lineage()).isEqualTo(new Session.Lineage(new Session.Base(MAIN, 2), null, 3));
        assertThat(begun(begin(SIDE, 5)).session().turns()).hasSize(4);
        assertThat(read(MAIN).turns()).containsExactly(turn(1, 1), turn(2, 2), turn(3, 3));
    }

    @Test
    void makes_a_branch_by_a_commit_without_turns() {
        append(MAIN, 2);
        Lease lease = begun(branch(SIDE, 9, MAIN, 2)).lease();

        assertThat(await(store.commit(lease, Turns.commit(SessionSettings.EMPTY))))
                .isEqualTo(new Committed(2));

        assertThat(read(SIDE).turns()).containsExactly(turn(1, 1), turn(2, 2));
        append(SIDE, 3);
        assertThat(read(SIDE).turns()).hasSize(3);
    }

    @Test
    void branches_from_the_very_beginning_too() {
        append(MAIN, 1);

        assertThat(take(branch(SIDE, 9, MAIN, 0))).isEqualTo(new Committed(1));

        assertThat(read(SIDE).turns()).containsExactly(turn(1, 9));
        assertThat(await(store.delete(MAIN)).branches()).containsExactly("side");
    }

    @Test
    void keeps_nothing_of_a_branch_whose_first_turn_failed() {
        append(MAIN, 2);
        Lease lease = begun(branch(SIDE, 9, MAIN, 1)).lease();
        await(store.abort(lease));

        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Fenced());
        assertThat(await(store.begin(new BeginTurn(SIDE, 5, false, null, null))))
                .isEqualTo(new NotFound());
        assertThat(ids(MAIN)).containsExactly("main");
        assertThat(await(store.delete(MAIN)).branches()).isEmpty();
    }

    @Test
    void leases_a_branch_and_its_base_apart() {
        append(MAIN, 2);
        begun(begin(MAIN, 3));
        BeginTurn first = branch(SIDE, 9, MAIN, 2);
        Lease lease = begun(first).lease();

        assertThat(begun(first).lease()).isEqualTo(lease);
        assertBusy(await(store.begin(branch(SIDE, 10, MAIN, 2))), Leases.TTL);
        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Committed(3));
        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Committed(3));
        assertBusy(await(store.begin(begin(MAIN, 4))), Leases.TTL);
    }

    @Test
    void goes_on_with_a_branch_that_is_there_whatever_base_is_named() {
        append(MAIN, 3);
        take(branch(SIDE, 9, MAIN, 1));

        Begun begun = begun(branch(SIDE, 10, MAIN, 3));

        assertThat(begun.session().turns()).containsExactly(turn(1, 1), turn(2, 9));
        assertThat(requireNonNull(begun.session().lineage().base()).turn()).isEqualTo(1);
    }

    @Test
    void shows_all_bases_of_a_branch_of_a_branch() {
        append(MAIN, 3);
        take(branch(SIDE, 9, MAIN, 2));
        append(SIDE, 4);

        take(branch(TWIG, 8, SIDE, 3));

        assertThat(read(TWIG).turns()).containsExactly(turn(1, 1), turn(2, 2), turn(3, 9), turn(4, 8));
        assertThat(read(TWIG).lineage().base()).isEqualTo(new Session.Base(SIDE, 3));
    }

    @Test
    void takes_the_owner_of_the_turn_for_the_base() {
        append(MAIN, 3);
        take(branch(SIDE, 9, MAIN, 2));

        take(branch(TWIG, 8, SIDE, 2));

        assertThat(read(TWIG).turns()).containsExactly(turn(1, 1), turn(2, 2), turn(3, 8));
        assertThat(read(TWIG).lineage().base()).isEqualTo(new Session.Base(MAIN, 2));
        await(store.delete(SIDE));
        assertThat(read(TWIG).turns()).hasSize(3);
    }

    @Test
    void begins_no_branch_of_what_is_not_there() {
        append(MAIN, 2);
        SessionRef foreign = new SessionRef("rival", "side");
        BeginTurn unknown = new BeginTurn(SIDE, 9, false, null, null);

        assertThat(await(store.begin(branch(SIDE, 9, MAIN, 3)))).isEqualTo(new NotFound());
        assertThat(await(store.begin(branch(SIDE, 9, ref("none"), 1)))).isEqualTo(new NotFound());
        assertThat(await(store.begin(branch(foreign, 9, MAIN, 1)))).isEqualTo(new NotFound());
        assertThat(await(store.begin(unknown.at(new Place.Line(new Session.Base(MAIN, 1))))))
                .isEqualTo(new NotFound());
        assertThat(begun(branch(SIDE, 10, MAIN, 2)).lease().nonce()).isEqualTo(10);
    }

    @Test
    void counts_the_expected_version_from_the_base() {
        append(MAIN, 2);
        Place place = new Place.Line(new Session.Base(MAIN, 2));

        assertThat(await(store.begin(new BeginTurn(SIDE, 9, true, 0, null).at(place))))
                .isEqualTo(new NotHead(2));
        assertThat(begun(new BeginTurn(SIDE, 9, true, 2, null).at(place))
                        .lease()
                        .version())
                .isEqualTo(2);
    }

    @Test
    void takes_sixty_four_bases_below_one_another_and_no_more() {
        append(ref("b0"), 1);
        for (int i = 1; i <= 64; i++) {
            assertThat(take(branch(ref("b" + i), i + 1, ref("b" + (i - 1)), i))).isEqualTo(new Committed(i + 1));
        }

        assertThat(read(ref("b64")).turns()).hasSize(65);
        assertThat(failure(store.begin(branch(ref("b65"), 9, ref("b64"), 65))).kind())
                .isEqualTo(Kind.INVALID_REQUEST);
        assertThat(begun(branch(ref("b65"), 9, ref("b64"), 64)).session().turns())
                .hasSize(64);
    }

    @Test
    void reads_only_the_newer_turns_of_a_branch_until_one_of_its_bases_changes() {
        append(MAIN, 2);
        take(branch(SIDE, 9, MAIN, 2));
        BeginTurn.Cached held = begun(begin(SIDE, 10)).state();
        await(store.abort(begun(begin(SIDE, 10)).lease()));
        append(SIDE, 4);

        Begun newer = (Begun) await(authority().begin(begin(SIDE, 11).withCached(held)));
        assertThat(newer.onlyNewer()).isTrue();
        assertThat(newer.session().turns()).containsExactly(turn(4, 4));
        await(store.abort(newer.lease()));

        Lease erasing = begun(begin(MAIN, 12)).lease();
        await(store.commit(erasing, Turns.commit().replacing(List.of(Turns.erased(turn(1, 1))))));
        Begun whole = (Begun) await(authority().begin(begin(SIDE, 13).withCached(held)));
        assertThat(whole.onlyNewer()).isFalse();
        assertThat(whole.session().turns()).hasSize(4);
    }

    @Test
    void deletes_the_branches_of_a_session_with_it() {
        append(MAIN, 2);
        take(branch(SIDE, 9, MAIN, 1));
        take(branch(TWIG, 8, SIDE, 2));
        Lease running = begun(begin(TWIG, 7)).lease();

        assertThat(await(store.delete(MAIN)).branches()).containsExactlyInAnyOrder("side", "twig");

        assertThat(await(store.read(SIDE))).isEmpty();
        assertThat(await(store.read(TWIG))).isEmpty();
        assertThat(await(store.commit(running, next(running)))).isEqualTo(new Fenced());
        assertThat(begun(begin(SIDE, 6)).session().turns()).isEmpty();
    }

    @Test
    void keeps_the_base_of_a_branch_that_is_deleted() {
        append(MAIN, 2);
        take(branch(SIDE, 9, MAIN, 1));

        assertThat(await(store.delete(SIDE))).isEqualTo(new Deletion(true, List.of()));

        assertThat(read(MAIN).turns()).hasSize(2);
        assertThat(ids(MAIN)).containsExactly("main");
    }

    @Test
    void fences_the_first_turn_of_a_branch_whose_base_is_deleted_meanwhile() {
        append(MAIN, 2);
        Lease unborn = begun(branch(SIDE, 9, MAIN, 2)).lease();

        await(store.delete(MAIN));
        append(MAIN, 2);

        assertThat(await(store.commit(unborn, next(unborn)))).isEqualTo(new Fenced());
        assertThat(await(store.read(SIDE))).isEmpty();
        assertThat(ids(MAIN)).containsExactly("main");
    }

    @Test
    void names_the_branches_of_a_session_and_leaves_them_out_of_the_list() {
        append(MAIN, 2);
        advance(Duration.ofSeconds(1));
        take(branch(SIDE, 9, MAIN, 1));
        advance(Duration.ofSeconds(1));
        take(branch(TWIG, 8, SIDE, 2));
        advance(Duration.ofSeconds(1));
        take(branch(ref("leaf"), 7, MAIN, 2));

        assertThat(ids(MAIN)).containsExactly("main", "side", "twig", "leaf");
        assertThat(ids(SIDE)).containsExactly("side", "twig");
        assertThat(await(store.branches(ref("none")))).isEmpty();
        assertThat(await(store.branches(new SessionRef("rival", "main")))).isEmpty();
        assertThat(await(store.list("acme", new PageRequest(10, null, true))).sessions())
                .singleElement()
                .satisfies(it -> assertThat(it.ref()).isEqualTo(MAIN));
    }

    @Test
    void keeps_a_session_as_long_as_its_branches() {
        append(MAIN, 1);
        take(branch(SIDE, 9, MAIN, 1));
        advance(Turns.RETENTION.dividedBy(2));
        append(SIDE, 3);
        Lease brief = begun(begin(MAIN, 2)).lease();
        CommitTurn turn = next(brief);
        await(store.commit(brief, new CommitTurn(turn.turns(), turn.settings(), Duration.ofSeconds(1))));

        advance(Turns.RETENTION.dividedBy(2).plusMinutes(1));

        assertThat(read(SIDE).turns()).hasSize(3);
        assertThat(read(MAIN).turns()).hasSize(2);
        advance(Turns.RETENTION.dividedBy(2));
        assertThat(await(store.read(SIDE))).isEmpty();
    }

    private List<String> ids(SessionRef session) {
        return await(store.branches(session)).orElseThrow().stream()
                .map(it -> it.ref().id())
                .toList();
    }
}
