package io.backstory.store;

import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.Fragment;
import io.backstory.chat.FragmentKey;
import io.backstory.chat.Kind;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.NearCache.Lookup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NearCacheTest extends StoreTest {
    private static final SessionRef REF = ref("s1");
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final List<Lookup> lookups = new ArrayList<>();
    private final List<String> evictions = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private SqliteSessionStore behind;

    @SuppressWarnings("NullAway.Init")
    private NearCache cache;

    @Override
    SessionStore open() {
        behind = sqlite();
        cache = cached(1 << 20);
        return cache;
    }

    private NearCache cached(long bytes) {
        NearCache.Listener listener = new NearCache.Listener() {
            @Override
            public void lookedUp(Lookup result) {
                lookups.add(result);
            }

            @Override
            public void evicted(String cause) {
                evictions.add(cause);
            }
        };
        return NearCache.timed(behind, listener, bytes, IDLE, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }

    @Test
    void gives_the_same_turn_objects_to_every_later_turn() {
        Turn first = commit(store, REF, 1);
        Turn second = commit(store, REF, 2);

        List<Turn> turns = begun(begin(REF, 3)).session().turns();

        assertThat(turns.get(0)).isSameAs(first);
        assertThat(turns.get(1)).isSameAs(second);
        assertThat(lookups).containsExactly(Lookup.MISS, Lookup.HIT, Lookup.HIT);
    }

    @Test
    void reads_only_the_turns_that_another_added() {
        Turn first = commit(store, REF, 1);
        commit(behind, REF, 2);

        List<Turn> turns = begun(begin(REF, 3)).session().turns();

        assertThat(turns).hasSize(2);
        assertThat(turns.get(0)).isSameAs(first);
        assertThat(lookups).containsExactly(Lookup.MISS, Lookup.STALE);
    }

    @Test
    void reads_everything_when_the_session_was_made_anew_behind_its_back() {
        commit(store, REF, 1);
        await(behind.delete(REF));
        commit(behind, REF, 5);

        assertThat(begun(begin(REF, 6)).session().turns()).containsExactly(Turns.turn(1, 5));
        assertThat(lookups).containsExactly(Lookup.MISS, Lookup.MISS);
    }

    @Test
    void finds_the_turns_of_the_line_that_a_name_was_moved_to_under_the_name() {
        Turn first = commit(store, REF, 1);
        commit(store, REF, 2);
        Lease line = begun(begin(REF, 3)).lease();
        Lease side = begun(Turns.branch(ref("side"), 4, REF, 1)).lease();
        await(store.commit(side, next(side).moving(line)));
        lookups.clear();

        List<Turn> turns = begun(begin(REF, 5)).session().turns();

        assertThat(turns).hasSize(2);
        assertThat(turns.get(0)).isEqualTo(first);
        assertThat(lookups).containsExactly(Lookup.HIT);
    }

    @Test
    void holds_nothing_of_the_branches_of_a_deleted_session() {
        commit(store, REF, 1);
        Lease side = begun(Turns.branch(ref("side"), 4, REF, 1)).lease();
        await(store.commit(side, next(side)));

        await(store.delete(REF));

        assertThat(cache.entries()).isZero();
    }

    @Test
    void holds_nothing_of_a_deleted_session() {
        commit(store, REF, 1);

        await(store.delete(REF));

        assertThat(cache.entries()).isZero();
        assertThat(cache.size()).isZero();
    }

    @Test
    void forgets_a_session_that_the_store_no_longer_knows() {
        commit(store, REF, 1);
        await(behind.delete(REF));

        await(store.begin(new BeginTurn(REF, 2, false, null, null)));

        assertThat(cache.entries()).isZero();
    }

    @Test
    void does_not_answer_for_a_store_that_is_down() {
        commit(store, REF, 1);
        await(behind.close());

        assertThat(failure(store.begin(begin(REF, 2))).kind()).isEqualTo(Kind.STORE_UNAVAILABLE);
        assertThat(failure(store.read(REF)).kind()).isEqualTo(Kind.STORE_UNAVAILABLE);
        assertThat(lookups).containsExactly(Lookup.MISS);
    }

    @Test
    void does_not_keep_a_turn_that_was_fenced() {
        Lease former = begun(begin(REF, 1)).lease();
        clock.advance(Leases.TTL);
        Lease latter = begun(begin(REF, 2)).lease();
        await(store.commit(former, next(former)));
        await(store.commit(latter, next(latter)));

        assertThat(begun(begin(REF, 3)).session().turns()).containsExactly(Turns.turn(1, 2));
    }

    @Test
    void counts_text_and_rendered_fragments_as_size() {
        Turn first = commit(store, REF, 1);
        long before = cache.size();
        first.fragments()
                .get(
                        new FragmentKey("openai", true, FragmentKey.Form.FULL),
                        key -> new Fragment(Bytes.wrap(new byte[10_000]), 0));
        commit(store, REF, 2);

        assertThat(cache.size() - before).isBetween(10_000L, 12_000L);
    }

    @Test
    void drops_sessions_beyond_its_bytes() {
        store = cache = cached(20_000);
        for (int i = 0; i < 50; i++) {
            commit(store, ref("s" + i), 1);
        }
        cache.settle();

        assertThat(cache.size()).isLessThanOrEqualTo(20_000);
        assertThat(cache.entries()).isLessThan(50);
        assertThat(evictions).isNotEmpty().containsOnly("size");
    }

    @Test
    void drops_a_session_that_is_not_used() {
        commit(store, REF, 1);
        clock.advance(IDLE);
        cache.settle();

        assertThat(cache.entries()).isZero();
        assertThat(evictions).containsExactly("expired");
    }

    private static Turn commit(SessionStore into, SessionRef ref, long nonce) {
        BeginOutcome.Begun begun = (BeginOutcome.Begun) await(into.begin(begin(ref, nonce)));
        Turn turn = Turns.turn(begun.lease().version() + 1, nonce);
        await(into.commit(begun.lease(), Turns.commit(turn)));
        return turn;
    }
}
