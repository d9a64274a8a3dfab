package io.backstory.store;

import static io.backstory.store.StoreTest.await;
import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.branch;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.SessionRef;
import io.backstory.redis.Durability;
import io.backstory.redis.RedisScripts;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.NotFound;
import io.backstory.store.BeginOutcome.Replay;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Fenced;
import io.backstory.testing.RedisProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches where several gateways and broken off calls meet, and what they leave behind. */
class RedisBranchesIT {
    private static final SessionRef MAIN = ref("main");
    private static final SessionRef SIDE = ref("side");
    private static final SessionRef TWIG = ref("twig");

    private final Vertx vertx = Vertx.vertx();
    private RedisProcess redis;
    private RedisSessionStore one;
    private RedisSessionStore other;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        redis = RedisProcess.start(directory);
        one = RedisFixture.open(vertx, redis);
        other = RedisFixture.open(vertx, redis);
    }

    @AfterEach
    void close() {
        await(vertx.close());
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void an_erasure_in_a_base_is_in_force_for_the_branches_other_gateways_hold() {
        NearCache cached = new NearCache(other, 1 << 20, Duration.ofMinutes(10), NearCache.Listener.NONE);
        family();
        await(cached.abort(begun(cached, begin(TWIG, 20)).lease()));

        Lease erasing = begun(one, begin(MAIN, 21)).lease();
        await(one.commit(erasing, Turns.commit().replacing(List.of(Turns.erased(turn(1, 1))))));

        assertThat(begun(cached, begin(TWIG, 22)).session().turns().get(0)).isEqualTo(Turns.erased(turn(1, 1)));
    }

    @Test
    void a_branch_that_came_to_nothing_is_not_taken_for_another_of_its_name() {
        NearCache cached = new NearCache(one, 1 << 20, Duration.ofMinutes(10), NearCache.Listener.NONE);
        store(one, begin(MAIN, 1));
        store(one, begin(TWIG, 2));
        await(cached.abort(begun(cached, branch(SIDE, 20, MAIN, 1)).lease()));
        store(other, branch(SIDE, 21, TWIG, 1));

        assertThat(begun(cached, begin(SIDE, 22)).session().turns()).containsExactly(turn(1, 2), turn(2, 21));
    }

    @Test
    void a_commit_that_changes_stored_turns_can_be_repeated() {
        store(one, begin(MAIN, 1));
        store(one, begin(MAIN, 2));
        Lease lease = begun(one, begin(MAIN, 3)).lease();
        CommitTurn change =
                next(lease).replacing(List.of(Turns.erased(turn(2, 2)))).keepingFrom(2);

        assertThat(await(one.commit(lease, change))).isEqualTo(new Committed(3));
        BeginTurn.Cached after = looked();
        assertThat(await(other.commit(lease, change))).isEqualTo(new Committed(3));

        assertThat(looked()).isEqualTo(after);
        assertThat(await(one.read(MAIN)).orElseThrow().turns()).containsExactly(Turns.erased(turn(2, 2)), turn(3, 3));
    }

    @Test
    void a_commit_that_moves_a_name_can_be_repeated_after_the_name_has_gone_on() {
        store(one, begin(MAIN, 1));
        Lease line = begun(one, begin(MAIN, 2)).lease();
        Lease side = begun(one, branch(SIDE, 3, MAIN, 1)).lease();
        CommitTurn moving = next(side).moving(line);
        await(one.commit(side, moving));
        store(one, begin(MAIN, 4));

        assertThat(await(other.commit(side, moving))).isEqualTo(new Committed(2));

        assertThat(await(one.read(MAIN)).orElseThrow().turns()).containsExactly(turn(1, 1), turn(2, 3), turn(3, 4));
    }

    @Test
    void a_request_that_holds_the_line_is_answered_by_the_branch_even_if_only_the_line_knew_it() {
        Idempotency keyed = Turns.request(Idempotency.Mode.EXPLICIT, "key", "body");
        store(one, begin(MAIN, 1));
        Lease line = begun(one, begin(MAIN, 2).withIdempotency(keyed)).lease();
        Lease side = begun(one, branch(SIDE, 3, MAIN, 1)).lease();
        await(one.commit(side, next(side).moving(line)));

        assertThat(await(other.begin(begin(MAIN, 4).withIdempotency(keyed)))).isEqualTo(new Replay(turn(2, 3)));
    }

    @Test
    void no_branch_can_be_read_from_the_first_step_of_a_deletion_on() {
        family();
        Lease running = begun(other, begin(TWIG, 20)).lease();

        breakOffDeletion();

        assertThat(await(other.read(TWIG))).isEmpty();
        assertThat(await(other.begin(begin(SIDE, 21)))).isEqualTo(new NotFound());
        assertThat(await(other.branches(SIDE))).isEmpty();
        assertThat(await(other.commit(running, next(running)))).isEqualTo(new Fenced());
    }

    @Test
    void a_deletion_that_was_broken_off_goes_on_when_it_is_repeated() {
        family();
        breakOffDeletion();

        assertThat(await(other.delete(MAIN))).isEqualTo(new Deletion(false, List.of("side", "twig")));

        assertThat(keys("bs:*:t")).isEmpty();
        assertThat(keys("bs:*:b")).isEmpty();
        assertThat(keys("bs:x*")).isEmpty();
    }

    @Test
    void a_deletion_that_was_broken_off_is_ended_by_the_purge() {
        family();
        breakOffDeletion();

        await(one.purge());

        assertThat(keys("bs:*:t")).isEmpty();
        assertThat(keys("bs:x*")).isEmpty();
    }

    @Test
    void the_purge_ends_branches_whose_base_was_made_anew_before_they_were_deleted() {
        family();
        breakOffDeletion();
        store(other, begin(MAIN, 9));

        await(one.purge().compose(sessions -> one.purge()));

        assertThat(keys("bs:*:t")).containsExactly(RedisKeys.turns(MAIN.hash()));
        assertThat(await(other.read(MAIN)).orElseThrow().turns()).containsExactly(turn(1, 9));
    }

    @Test
    void the_purge_takes_expired_sessions_out_of_the_lists() {
        Lease brief = begun(one, begin(SIDE, 1)).lease();
        await(one.commit(brief, new CommitTurn(next(brief).turns(), next(brief).settings(), Duration.ofMinutes(1))));
        store(one, begin(MAIN, 1));
        RedisFixture.advance(client(), Duration.ofMinutes(2));

        await(one.purge());

        assertThat(RedisFixture.send(client(), Command.ZRANGE, RedisKeys.index("acme"), 0, -1))
                .extracting(Response::toString)
                .containsExactly(MAIN.hash());
    }

    @Test
    void the_purge_lets_a_session_forget_branches_that_are_gone() {
        family();
        await(one.delete(TWIG));
        store(one, branch(ref("leaf"), 30, SIDE, 3));

        await(one.purge().compose(sessions -> one.purge()));

        assertThat(RedisFixture.send(client(), Command.SMEMBERS, RedisKeys.branches(SIDE.hash())))
                .extracting(Response::toString)
                .containsExactly(ref("leaf").hash());
    }

    @Test
    void no_branch_outlives_its_base_however_their_calls_meet() {
        for (int round = 0; round < 50; round++) {
            store(one, begin(MAIN, 1));
            Future<?> branching = one.begin(branch(SIDE, 2, MAIN, 1))
                    .compose(outcome -> outcome instanceof Begun begun
                            ? one.commit(begun.lease(), next(begun.lease()))
                            : Future.succeededFuture());
            Future<?> deleting = other.delete(MAIN);
            await(Future.join(branching, deleting));

            assertThat(await(one.read(SIDE))).isEmpty();
            assertThat(keys("bs:*:t")).isEmpty();
        }
    }

    @Test
    void every_key_ends_by_itself() {
        long seed = new Random().nextLong();
        new RandomBranches(List.of(one, other), seed).play(400);

        for (String key : keys("bs:*")) {
            assertThat(RedisFixture.send(client(), Command.PTTL, key).toLong())
                    .as("%s, seed %d", key, seed)
                    .isPositive();
        }
    }

    /** A session, a branch of it and a branch of that. */
    private void family() {
        store(one, begin(MAIN, 1));
        store(one, begin(MAIN, 2));
        store(one, branch(SIDE, 10, MAIN, 2));
        store(one, branch(TWIG, 11, SIDE, 3));
    }

    /** Only the first step of {@code delete(MAIN)}. */
    private void breakOffDeletion() {
        RedisScripts scripts = new RedisScripts(vertx, RedisFixture.config(redis), RedisScripts.Listener.NONE);
        await(scripts.run(
                List.of(RedisSteps.delete(MAIN.tenant(), MAIN.hash(), null)),
                Durability.PRIMARY,
                Duration.ofSeconds(10)));
    }

    private BeginTurn.Cached looked() {
        Begun begun = begun(one, begin(MAIN, 90));
        await(one.abort(begun.lease()));
        return begun.state();
    }

    private List<String> keys(String pattern) {
        List<String> keys = new ArrayList<>();
        RedisFixture.send(client(), Command.KEYS, pattern).forEach(key -> keys.add(key.toString()));
        return keys;
    }

    private Redis client() {
        return Redis.createClient(vertx, redis.url());
    }

    private static Begun begun(SessionStore store, BeginTurn turn) {
        return (Begun) await(store.begin(turn));
    }

    private static void store(SessionStore store, BeginTurn turn) {
        Lease lease = begun(store, turn).lease();
        assertThat(await(store.commit(lease, next(lease)))).isInstanceOf(Committed.class);
    }
}
