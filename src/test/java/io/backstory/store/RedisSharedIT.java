package io.backstory.store;

import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Kind;
import io.backstory.chat.SessionRef;
import io.backstory.config.RedisServers;
import io.backstory.config.Secret;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.redis.RedisScripts;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Busy;
import io.backstory.store.BeginOutcome.Regressed;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Fenced;
import io.backstory.testing.RedisProcess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways on one server, and a server that dies. */
class RedisSharedIT {
    private static final SessionRef REF = ref("shared");

    private final Vertx here = Vertx.vertx();
    private final Vertx there = Vertx.vertx();
    private RedisProcess redis;
    private RedisSessionStore one;
    private RedisSessionStore other;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        redis = RedisProcess.start(directory);
        one = RedisFixture.open(here, redis);
        other = RedisFixture.open(there, redis);
    }

    @AfterEach
    void close() {
        StoreTest.await(here.close());
        StoreTest.await(there.close());
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void a_session_is_busy_for_all_gateways() {
        Lease lease = begun(one, begin(REF, 1)).lease();

        assertThat(StoreTest.await(other.begin(begin(REF, 2)))).isInstanceOf(Busy.class);
        StoreTest.await(one.commit(lease, next(lease)));
        assertThat(begun(other, begin(REF, 3)).session().turns()).containsExactly(turn(1, 1));
    }

    @Test
    void the_former_holder_is_fenced_by_another_gateway() {
        Lease former = begun(one, begin(REF, 1)).lease();
        RedisFixture.advance(client(), Leases.TTL);
        Lease latter = begun(other, begin(REF, 2)).lease();

        assertThat(StoreTest.await(one.renew(former))).isEqualTo(Renewal.LOST);
        assertThat(StoreTest.await(one.commit(former, next(former)))).isEqualTo(new Fenced());
        assertThat(StoreTest.await(other.commit(latter, next(latter)))).isEqualTo(new Committed(1));
    }

    @Test
    void a_near_cache_reads_what_another_gateway_stored_meanwhile() {
        List<NearCache.Lookup> lookups = new ArrayList<>();
        NearCache cached = cached(lookups);
        store(cached, 1);
        store(other, 2);

        assertThat(begun(cached, begin(REF, 3)).session().turns()).containsExactly(turn(1, 1), turn(2, 2));
        assertThat(lookups).containsExactly(NearCache.Lookup.MISS, NearCache.Lookup.STALE);
    }

    @Test
    void a_session_deleted_and_made_again_elsewhere_is_not_taken_for_the_cached_one() {
        NearCache cached = cached(new ArrayList<>());
        store(cached, 1);
        StoreTest.await(other.delete(REF));
        store(other, 9);

        assertThat(begun(cached, begin(REF, 3)).session().turns()).containsExactly(turn(1, 9));
    }

    @Test
    void a_server_that_lost_a_session_is_found_out() {
        NearCache cached = cached(new ArrayList<>());
        store(cached, 1);
        RedisFixture.send(client(), Command.FLUSHALL);

        assertThat(StoreTest.await(cached.begin(begin(REF, 2)))).isEqualTo(new Regressed());
    }

    @Test
    void is_not_opened_on_a_server_that_may_not_keep_conversations() {
        RedisFixture.send(client(), Command.CONFIG, "SET", "maxmemory-policy", "allkeys-lru");

        Future<?> opened = RedisSessionStore.open(here, RedisFixture.config(redis), RedisScripts.Listener.NONE);

        assertThat(cause(opened))
                .hasMessageContaining("may not keep conversations")
                .hasMessageContaining("set it to noeviction");
    }

    @Test
    void takes_no_turn_once_the_server_may_not_keep_conversations_and_goes_on_by_itself() {
        RedisFixture.send(client(), Command.CONFIG, "SET", "maxmemory-policy", "allkeys-lru");
        StoreTest.await(one.look());

        assertThat(StoreTest.failure(one.begin(begin(REF, 1))).kind()).isEqualTo(Kind.STORE_UNAVAILABLE);
        assertThat(StoreTest.await(one.trouble()).orElseThrow()).contains("noeviction");

        RedisFixture.send(client(), Command.CONFIG, "SET", "maxmemory-policy", "noeviction");
        StoreTest.await(one.look());
        assertThat(StoreTest.await(one.trouble())).isEmpty();
        begun(one, begin(REF, 2));
    }

    @Test
    void an_acknowledged_turn_survives_the_death_of_the_server() throws IOException, InterruptedException {
        Map<SessionRef, Integer> acknowledged = new ConcurrentHashMap<>();
        CountDownLatch some = new CountDownLatch(200);
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            writers.add(write(i % 2 == 0 ? one : other, ref("busy" + i), acknowledged, some));
        }
        assertThat(some.await(60, TimeUnit.SECONDS)).isTrue();

        redis.kill();
        StoreTest.await(Future.join(writers).transform(end -> Future.succeededFuture()));
        assertThat(StoreTest.await(one.trouble())).isPresent();
        redis.startAgain();

        assertThat(acknowledged).hasSize(8);
        acknowledged.forEach((ref, version) -> assertThat(
                        StoreTest.await(other.read(ref)).orElseThrow().turns())
                .hasSizeGreaterThanOrEqualTo(version)
                .startsWith(turn(1, 1)));
    }

    /** Stores turn after turn until the server is gone. */
    private static Future<?> write(
            SessionStore store, SessionRef ref, Map<SessionRef, Integer> acknowledged, CountDownLatch some) {
        int seq = acknowledged.getOrDefault(ref, 0) + 1;
        return store.begin(begin(ref, seq))
                .compose(outcome -> {
                    Lease lease = ((Begun) outcome).lease();
                    return store.commit(lease, next(lease));
                })
                .compose(outcome -> {
                    if (!(outcome instanceof Committed committed)) {
                        return Future.failedFuture("not acknowledged");
                    }
                    acknowledged.put(ref, committed.version());
                    some.countDown();
                    return write(store, ref, acknowledged, some);
                });
    }

    @Test
    void a_store_without_its_server_says_so_and_keeps_nothing() {
        Lease lease = begun(one, begin(REF, 1)).lease();
        redis.kill();

        assertThat(StoreTest.failure(one.begin(begin(ref("late"), 2))).kind()).isEqualTo(Kind.STORE_UNAVAILABLE);
        assertThat(StoreTest.failure(one.read(REF)).kind()).isEqualTo(Kind.STORE_UNAVAILABLE);
        String commit = StoreTest.await(one.commit(lease, next(lease))
                .map(outcome -> outcome.getClass().getSimpleName())
                .otherwise("failed"));
        assertThat(commit).isIn("failed", "Unknown");
    }

    @Test
    void a_server_that_hangs_stops_turns_only_while_it_hangs() throws IOException {
        redis.pause();
        assertThat(StoreTest.failure(one.begin(begin(REF, 1))).kind()).isEqualTo(Kind.STORE_UNAVAILABLE);

        redis.resume();

        Lease lease = begunOnce(other, begin(REF, 2)).lease();
        assertThat(StoreTest.await(other.commit(lease, next(lease)))).isEqualTo(new Committed(1));
    }

    /** The lease that was given while nobody waited any more is given back long before it ends. */
    private static Begun begunOnce(SessionStore store, BeginTurn turn) {
        for (int i = 0; i < 1000; i++) {
            if (StoreTest.await(store.begin(turn)) instanceof Begun begun) {
                return begun;
            }
        }
        throw new AssertionError("the session stays busy");
    }

    @Test
    void the_documented_user_may_do_everything_a_gateway_does() throws IOException {
        RedisSessionStore limited = openAsDocumentedUser();

        store(limited, 1);
        Lease lease = begun(limited, begin(REF, 2)).lease();
        assertThat(StoreTest.await(limited.interrupt(new TurnName.Newest(REF)))).isTrue();
        assertThat(StoreTest.await(limited.renew(lease))).isEqualTo(Renewal.STOP);
        Lease side = begun(limited, Turns.branch(ref("side"), 3, REF, 1)).lease();
        CommitTurn moving = next(side).keepingFrom(2).moving(lease);
        assertThat(StoreTest.await(limited.commit(side, moving))).isEqualTo(new Committed(2));
        Lease erasing = begun(limited, Turns.line(REF, 4)).lease();
        CommitTurn erased = Turns.commit().replacing(List.of(Turns.erased(turn(1, 1))));
        assertThat(StoreTest.await(limited.commit(erasing, erased))).isEqualTo(new Committed(1));
        StoreTest.await(limited.abort(begun(limited, begin(REF, 5)).lease()));
        assertThat(StoreTest.await(limited.read(REF))).isPresent();
        assertThat(StoreTest.await(limited.turn(new TurnName.Newest(REF)))).isInstanceOf(TurnLookup.Found.class);
        assertThat(StoreTest.await(limited.branches(REF)).orElseThrow()).hasSize(2);
        StoreTest.await(limited.purge());
        assertThat(StoreTest.await(limited.list("acme", new PageRequest(1, null, true)))
                        .sessions())
                .hasSize(1);
        assertThat(StoreTest.await(limited.delete(REF)).existed()).isTrue();
        assertThat(StoreTest.await(limited.trouble())).isEmpty();
    }

    private RedisSessionStore openAsDocumentedUser() throws IOException {
        Matcher rights = Pattern.compile("ACL SETUSER gateway on >password ([^`]*)")
                .matcher(Files.readString(Path.of("docs", "operating.md")));
        assertThat(rights.find()).isTrue();
        List<String> words = new ArrayList<>(List.of("SETUSER", "gateway", "on", ">password"));
        words.addAll(List.of(rights.group(1).replace("+waitaof", "").strip().split("\\s+", -1)));
        RedisFixture.send(client(), Command.ACL, words.toArray());
        StoreConfig.Redis config = new StoreConfig.Redis(
                RedisServers.at("127.0.0.1", redis.port()),
                false,
                "gateway",
                new Secret("password"),
                Duration.ofSeconds(1),
                Ack.DISK);
        return StoreTest.await(RedisSessionStore.open(here, config, RedisScripts.Listener.NONE));
    }

    @Test
    void a_turn_that_no_replica_has_is_not_acknowledged() {
        RedisFixture.send(client(), Command.CONFIG, "SET", "min-replicas-to-write", "1");

        assertThat(StoreTest.failure(one.begin(begin(REF, 1))).kind()).isEqualTo(Kind.STORE_UNAVAILABLE);
        assertThat(cause(RedisSessionStore.open(
                        here, RedisFixture.config(redis.port(), Ack.REPLICA), RedisScripts.Listener.NONE)))
                .hasMessageContaining("ack: replica needs a replica");
    }

    private static Throwable cause(Future<?> failing) {
        return StoreTest.await(failing.<Throwable>transform(end -> Future.succeededFuture(end.cause())));
    }

    private Redis client() {
        return Redis.createClient(here, redis.url());
    }

    private NearCache cached(List<NearCache.Lookup> lookups) {
        return new NearCache(one, 1 << 20, Duration.ofMinutes(10), new NearCache.Listener() {
            @Override
            public void lookedUp(NearCache.Lookup result) {
                lookups.add(result);
            }
        });
    }

    private static Begun begun(SessionStore store, BeginTurn turn) {
        BeginOutcome outcome = StoreTest.await(store.begin(turn));
        assertThat(outcome).isInstanceOf(Begun.class);
        return (Begun) outcome;
    }

    private static void store(SessionStore store, long nonce) {
        Lease lease = begun(store, begin(REF, nonce)).lease();
        assertThat(StoreTest.await(store.commit(lease, next(lease)))).isInstanceOf(Committed.class);
    }
}
