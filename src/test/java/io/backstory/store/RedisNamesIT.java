package io.backstory.store;

import static io.backstory.store.StoreTest.await;
import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.branch;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.testing.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many callers go on with one name, branch it and move it, from two gateways, while leases end under their holders. */
class RedisNamesIT {
    private static final SessionRef NAME = ref("name");
    private static final int CALLERS = 6;
    private static final int TURNS = 300;

    private final Vertx vertx = Vertx.vertx();
    private final ConcurrentLinkedQueue<Step> acknowledged = new ConcurrentLinkedQueue<>();

    /** The nonces of what the name showed when an acknowledged turn began, and of what it shows since. */
    private record Step(List<Long> before, List<Long> after) {}

    @Test
    void every_acknowledged_turn_of_a_name_goes_on_from_the_one_before(@TempDir Path directory) throws Exception {
        long seed = new Random().nextLong();
        try (RedisProcess redis = RedisProcess.start(directory)) {
            List<SessionStore> stores = List.of(gateway(redis), gateway(redis));
            Redis client = Redis.createClient(vertx, redis.url());
            List<Callable<Void>> callers = LongStream.range(0, CALLERS)
                    .<Callable<Void>>mapToObj(i -> () -> call(stores, client, new Random(seed + i)))
                    .toList();
            run(callers);

            assertThat(acknowledged).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(TURNS);
            assertThat(befores()).as("seed %d", seed).isEqualTo(aftersBut(shown(stores.get(0))));
        } finally {
            await(vertx.close());
        }
    }

    private NearCache gateway(RedisProcess redis) {
        return new NearCache(RedisFixture.open(vertx, redis), 1 << 20, Duration.ofMinutes(10), NearCache.Listener.NONE);
    }

    private static void run(List<Callable<Void>> callers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            for (Future<Void> caller : threads.invokeAll(callers)) {
                caller.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What the steps went on from, none twice. */
    private Set<List<Long>> befores() {
        Set<List<Long>> befores = new HashSet<>();
        acknowledged.forEach(step -> assertThat(befores.add(step.before)).isTrue());
        return befores;
    }

    /** What there was to go on from. */
    private Set<List<Long>> aftersBut(List<Long> last) {
        Set<List<Long>> afters = new HashSet<>(Set.of(List.of()));
        acknowledged.forEach(step -> afters.add(step.after));
        assertThat(afters.remove(last)).isTrue();
        return afters;
    }

    private static List<Long> shown(SessionStore store) {
        return nonces(await(store.read(NAME)).orElseThrow().turns());
    }

    private Void call(List<SessionStore> stores, Redis client, Random random) {
        for (int i = 0; i < 100_000 && acknowledged.size() < TURNS; i++) {
            SessionStore store = stores.get(random.nextInt(stores.size()));
            if (await(store.begin(begin(NAME, random.nextLong()))) instanceof Begun begun) {
                if (random.nextInt(4) == 0) {
                    RedisFixture.advance(client, Leases.TTL);
                }
                answer(store, begun, random);
            }
        }
        return null;
    }

    private void answer(SessionStore store, Begun begun, Random random) {
        List<Long> before = nonces(begun.session().turns());
        int version = begun.lease().version();
        if (version > 1 && random.nextInt(3) == 0) {
            int from = 1 + random.nextInt(version - 1);
            SessionRef branch = ref("b" + Long.toHexString(random.nextLong()));
            BeginTurn first = branch(branch, random.nextLong(), begun.lease().session(), from);
            if (await(store.begin(first)) instanceof Begun on) {
                commit(store, before, on, begun.lease());
            }
        } else {
            commit(store, before, begun, null);
        }
    }

    private void commit(SessionStore store, List<Long> before, Begun begun, @Nullable Lease line) {
        Lease lease = begun.lease();
        Turn next = turn(lease.version() + 1, lease.nonce());
        CommitTurn commit =
                line == null ? Turns.commit(next) : Turns.commit(next).moving(line);
        if (await(store.commit(lease, commit)) instanceof Committed) {
            List<Long> after = new ArrayList<>(nonces(begun.session().turns()));
            after.add(lease.nonce());
            acknowledged.add(new Step(before, after));
        }
    }

    private static List<Long> nonces(List<Turn> turns) {
        return turns.stream().map(Turn::nonce).toList();
    }
}
