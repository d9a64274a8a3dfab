package io.backstory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.redis.RedisScripts;
import io.backstory.testing.RedisProcess;
import io.backstory.testing.WatchedRedis;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The primary is killed or paused in turn, under load, and Sentinel puts another in its place. {@code
 * -Dbackstory.proof.failovers=20} for more.
 */
class SentinelIT {
    private static final int FAILOVERS = Integer.getInteger("backstory.proof.failovers", 2);

    private final Vertx here = Vertx.vertx();
    private final Vertx there = Vertx.vertx();
    private final SteadyTurns turns = new SteadyTurns(here);
    private WatchedRedis redis;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        redis = WatchedRedis.start(directory);
    }

    @AfterEach
    void close() {
        if (redis != null) {
            redis.close();
        }
        StoreTest.await(here.close());
        StoreTest.await(there.close());
    }

    @Test
    void turns_go_on_after_every_failover_and_no_acknowledged_one_is_lost() throws IOException {
        RedisSessionStore one = open(here, redis.config());
        RedisSessionStore other = open(there, redis.config());
        for (int i = 0; i < 8; i++) {
            turns.write(i % 2 == 0 ? one : other, "session" + i);
        }
        for (int i = 0; i < FAILOVERS; i++) {
            turns.awaitMore(200);
            if (i % 2 == 0) {
                kill();
            } else {
                pause();
            }
            redis.awaitWhole();
        }
        turns.awaitMore(200);
        turns.stop();

        List<String> lost = turns.lost(other);
        System.out.println(
                "[proof] Redis failover: " + FAILOVERS + " (kill, pause), " + turns + ", lost " + lost.size());
        assertThat(lost).isEmpty();
        assertThat(StoreTest.await(one.trouble())).isEmpty();
    }

    private void kill() throws IOException {
        RedisProcess killed = redis.killPrimary();
        redis.awaitNewPrimary(killed);
        turns.awaitMore(200);
        redis.startAgain(killed);
    }

    private void pause() throws IOException {
        RedisProcess paused = redis.pausePrimary();
        redis.awaitNewPrimary(paused);
        turns.awaitMore(200);
        paused.resume();
    }

    /** A gateway that knows the former primary alone, as one that is cut off with it would. */
    @Test
    void a_primary_that_comes_back_has_acknowledged_nothing_that_is_lost() throws IOException {
        RedisProcess former = redis.primary();
        RedisSessionStore astray = open(there, RedisFixture.config(former.port(), Ack.REPLICA));
        for (int i = 0; i < 4; i++) {
            turns.write(astray, "session" + i);
        }
        turns.awaitMore(200);

        redis.pausePrimary();
        redis.awaitNewPrimary(former);
        former.resume();
        redis.awaitWhole();
        turns.stop();

        List<String> lost = turns.lost(open(here, redis.config()));
        System.out.println("[proof] Redis primary that comes back: " + turns + ", lost " + lost.size());
        assertThat(lost).isEmpty();
    }

    private static RedisSessionStore open(Vertx vertx, StoreConfig.Redis config) {
        return StoreTest.await(RedisSessionStore.open(vertx, config, RedisScripts.Listener.NONE));
    }
}
