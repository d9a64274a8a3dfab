package io.backstory.history;

import io.backstory.testing.RedisProcess;
import io.backstory.testing.WatchedRedis;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What may befall the primary: Sentinel puts another in its place. Afterwards all servers are there again. */
final class Failover {
    private final WatchedRedis redis;
    private final Deque<RedisProcess> lost = new ArrayDeque<>();

    private Failover(WatchedRedis redis) {
        this.redis = redis;
    }

    static List<Trouble> of(WatchedRedis redis) {
        Failover failover = new Failover(redis);
        return List.of(
                new Trouble(
                        "primary killed",
                        3_000,
                        6_000,
                        () -> failover.lost.push(redis.killPrimary()),
                        failover::startAgain),
                new Trouble(
                        "primary paused",
                        3_000,
                        6_000,
                        () -> failover.lost.push(redis.pausePrimary()),
                        failover::resume));
    }

    private void startAgain() throws Exception {
        RedisProcess killed = lost.pop();
        redis.awaitNewPrimary(killed);
        redis.startAgain(killed);
        redis.awaitWhole();
    }

    private void resume() throws Exception {
        lost.pop().resume();
        redis.awaitWhole();
    }
}
