package io.backstory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.backstory.store.BeginOutcome.Busy;
import io.backstory.store.BeginOutcome.InProgress;
import io.backstory.testing.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real server, by the clock of the server. */
class RedisSessionStoreIT extends SessionStoreContract {
    private static RedisProcess redis;
    private static Vertx operators;
    private static Redis client;

    @BeforeAll
    static void startRedis(@TempDir Path empty) throws IOException {
        redis = RedisProcess.start(empty);
        operators = Vertx.vertx();
        client = Redis.createClient(operators, redis.url());
    }

    @AfterAll
    static void stopRedis() {
        if (redis != null) {
            await(operators.close());
            redis.close();
        }
    }

    @Override
    SessionStore open() {
        RedisFixture.send(client, Command.FLUSHALL);
        return RedisFixture.open(vertx, redis);
    }

    @Override
    void advance(Duration step) {
        RedisFixture.advance(client, step);
    }

    @Override
    void assertNow(Instant noted) {
        assertThat(noted).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Override
    void assertBusy(BeginOutcome outcome, Duration left) {
        assertThat(outcome).isInstanceOfSatisfying(Busy.class, busy -> assertThat(busy.remaining())
                .isPositive()
                .isLessThanOrEqualTo(left));
    }

    @Override
    void assertInProgress(BeginOutcome outcome, Duration left) {
        assertThat(outcome).isInstanceOfSatisfying(InProgress.class, it -> assertThat(it.remaining())
                .isPositive()
                .isLessThanOrEqualTo(left));
    }

    @Override
    Duration moment() {
        return Duration.ofMinutes(1);
    }
}
