package io.backstory.store;

import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.commit;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.turn;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every store means. */
abstract class SessionStoreContract extends TurnContract {
    private static final SessionRef REF = ref("s1");

    @Test
    void begins_an_unknown_session_empty() {
        Begun begun = begun(begin(REF, 1));

        assertThat(begun.session().turns()).isEmpty();
        assertThat(begun.session().version()).isZero();
        assertNow(begun.session().createdAt());
        assertThat(await(store.read(REF))).isEmpty();
    }

    @Test
    void does_not_begin_an_unknown_session_that_is_not_to_be_created() {
        assertThat(await(store.begin(new BeginTurn(REF, 1, false, null, null)))).isEqualTo(new NotFound());
        assertThat(begun(begin(REF, 2)).lease().nonce()).isEqualTo(2);
    }

    @Test
    void reads_what_was_committed() {
        Lease lease = begun(begin(REF, 1)).lease();

        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Committed(1));

        Session session = await(store.read(REF)).orElseThrow();
        assertThat(session.turns()).containsExactly(turn(1, 1));
        assertThat(session.version()).isEqualTo(1);
        assertThat(session.settings().route()).isEqualTo("fast");
        assertNow(session.lastUsedAt());
        assertNow(requireNonNull(session.expiresAt()).minus(Turns.RETENTION));
    }

    @Test
    void begins_the_next_turn_with_all_turns_before_it() {
        append(REF, 3);

        Begun begun = begun(begin(REF, 4));

        assertThat(begun.session().turns()).containsExactly(turn(1, 1), turn(2, 2), turn(3, 3));
        assertThat(begun.lease().version()).isEqualTo(3);
        assertThat(begun.onlyNewer()).isFalse();
    }

    @Test
    void counts_the_fence_up_with_every_lease() {
        Lease first = begun(begin(REF, 1)).lease();
        await(store.abort(first));
        Lease second = begun(begin(REF, 2)).lease();
        await(store.commit(second, next(second)));

        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(begun(begin(REF, 3)).lease().fence()).isGreaterThan(second.fence());
    }

    @Test
    void is_busy_while_another_turn_runs() {
        begun(begin(REF, 1));
        advance(Duration.ofSeconds(5));

        assertBusy(await(store.begin(begin(REF, 2))), Duration.ofSeconds(10));
    }

    @Test
    void gives_a_repeated_begin_the_same_lease() {
        Lease lease = begun(begin(REF, 1)).lease();

        assertThat(begun(begin(REF, 1)).lease()).isEqualTo(lease);
    }

    @Test
    void lets_another_take_a_lease_past_its_end_and_fences_the_former_holder() {
        Lease former = begun(begin(REF, 1)).lease();
        advance(Leases.TTL);
        Lease latter = begun(begin(REF, 2)).lease();

        assertThat(await(store.commit(former, next(former)))).isEqualTo(new Fenced());
        await(store.abort(former));
        assertThat(await(store.commit(latter, next(latter)))).isEqualTo(new Committed(1));
    }

    @Test
    void takes_a_commit_past_the_end_of_a_lease_that_nobody_took() {
        Lease lease = begun(begin(REF, 1)).lease();
        advance(Leases.TTL.plusSeconds(1));
        await(store.begin(new BeginTurn(REF, 2, false, null, null)));

        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Committed(1));
    }

    @Test
    void frees_the_session_on_abort_and_keeps_nothing() {
        Lease lease = begun(begin(REF, 1)).lease();

        await(store.abort(lease));

        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Fenced());
        assertThat(await(store.read(REF))).isEmpty();
        assertThat(begun(begin(REF, 2)).lease().version()).isZero();
    }

    @Test
    void answers_a_repeated_commit_as_before() {
        Lease lease = begun(begin(REF, 1)).lease();
        await(store.commit(lease, next(lease)));

        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Committed(1));
        append(REF, 2);
        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Committed(1));
        assertThat(await(store.read(REF)).orElseThrow().version()).isEqualTo(2);
    }

    @Test
    void stores_an_import_and_its_turn_together() {
        Lease lease = begun(begin(REF, 9)).lease();

        assertThat(await(store.commit(lease, commit(turn(1, 7), turn(2, 8), turn(3, 9)))))
                .isEqualTo(new Committed(3));
        assertThat(await(store.read(REF)).orElseThrow().turns()).hasSize(3);
    }

    @Test
    void changes_only_the_settings_when_no_turn_is_given() {
        append(REF, 1);
        Lease lease = begun(begin(REF, 2)).lease();

        assertThat(await(store.commit(lease, commit(SessionSettings.EMPTY.withRoute("slow")))))
                .isEqualTo(new Committed(1));
        assertThat(await(store.read(REF)).orElseThrow().settings().route()).isEqualTo("slow");
    }

    @Test
    void throws_on_turns_that_do_not_follow_the_lease() {
        Lease lease = begun(begin(REF, 1)).lease();

        assertThatThrownBy(() -> store.commit(lease, commit(turn(2, 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("turn 2 where 1 is due");
    }

    @Test
    void refuses_another_head_than_the_expected_one_and_leaves_the_session_free() {
        append(REF, 2);

        assertThat(await(store.begin(new BeginTurn(REF, 3, false, 1, null)))).isEqualTo(new NotHead(2));
        assertThat(begun(new BeginTurn(REF, 4, false, 2, null)).lease().version())
                .isEqualTo(2);
    }

    @Test
    void forgets_a_deleted_session_and_fences_its_holder() {
        append(REF, 2);
        Begun before = begun(begin(REF, 3));

        assertThat(await(store.delete(REF)).existed()).isTrue();
        assertThat(await(store.delete(REF)).existed()).isFalse();

        assertThat(await(store.read(REF))).isEmpty();
        assertThat(await(store.begin(new BeginTurn(REF, 4, false, null, null)))).isEqualTo(new NotFound());
        assertThat(await(store.commit(before.lease(), next(before.lease())))).isEqualTo(new Fenced());
        Begun after = begun(begin(REF, 5));
        assertThat(after.session().turns()).isEmpty();
        assertThat(after.state().generation()).isNotEqualTo(before.state().generation());
        assertThat(after.lease().fence()).isGreaterThan(before.lease().fence());
    }

    @Test
    void begins_a_deleted_session_anew() {
        append(REF, 2);
        await(store.delete(REF));

        Lease lease = begun(begin(REF, 3)).lease();

        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Committed(1));
        assertThat(await(store.read(REF)).orElseThrow().turns()).containsExactly(turn(1, 3));
    }

    @Test
    void takes_an_expired_session_for_absent_and_begins_it_anew() {
        append(REF, 2);
        advance(Turns.RETENTION);

        assertThat(await(store.read(REF))).isEmpty();
        assertThat(await(store.list("acme", new PageRequest(10, null, true))).sessions())
                .isEmpty();
        assertThat(await(store.delete(REF)).existed()).isFalse();
        Lease lease = begun(begin(REF, 3)).lease();
        assertThat(await(store.commit(lease, next(lease)))).isEqualTo(new Committed(1));
        assertThat(await(store.read(REF)).orElseThrow().turns()).containsExactly(turn(1, 3));
    }

    @Test
    void shows_no_tenant_the_session_of_another() {
        append(REF, 1);
        SessionRef foreign = new SessionRef("rival", REF.id());

        assertThat(await(store.read(foreign))).isEmpty();
        assertThat(await(store.delete(foreign)).existed()).isFalse();
        assertThat(await(store.list("rival", new PageRequest(10, null, true))).sessions())
                .isEmpty();
        assertThat(begun(begin(foreign, 2)).session().turns()).isEmpty();
    }

    @Test
    void lists_sessions_by_last_use_a_page_at_a_time() {
        for (String id : List.of("a", "b", "c")) {
            append(ref(id), 1);
            advance(Duration.ofSeconds(1));
        }
        append(ref("a"), 2);

        assertThat(ids(new PageRequest(2, null, true))).containsExactly("a", "c", "+");
        assertThat(ids(new PageRequest(2, "c", true))).containsExactly("b");
        assertThat(ids(new PageRequest(2, null, false))).containsExactly("b", "c", "+");
        await(store.delete(ref("c")));
        assertThat(ids(new PageRequest(2, "c", true))).containsExactly("b");
        assertThat(ids(new PageRequest(1, null, true))).containsExactly("a", "+");
    }

    @Test
    void refuses_a_cursor_that_names_no_session() {
        assertThat(failure(store.list("acme", new PageRequest(2, "none", true))).kind())
                .isEqualTo(Kind.INVALID_CURSOR);
    }

    @Test
    void has_no_trouble_until_it_is_closed() {
        assertThat(await(store.trouble())).isEmpty();

        await(store.close());

        assertThat(failure(store.begin(begin(REF, 1))).kind()).isEqualTo(Kind.STORE_UNAVAILABLE);
    }

    @Test
    void agrees_with_a_plain_model_on_random_calls() {
        for (int round = 0; round < 20; round++) {
            new StoreModel(store, this::advance, new Random().nextLong()).play(120);
        }
    }

    private List<String> ids(PageRequest request) {
        SessionPage page = await(store.list("acme", request));
        List<String> ids = new ArrayList<>(
                page.sessions().stream().map(it -> it.ref().id()).toList());
        assertThat(page.sessions()).allSatisfy(it -> assertThat(it.turns()).isEmpty());
        if (page.hasMore()) {
            ids.add("+");
        }
        return ids;
    }
}
