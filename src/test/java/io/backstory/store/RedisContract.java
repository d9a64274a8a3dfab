package io.backstory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.backstory.store.BeginOutcome.Busy;
import io.backstory.store.BeginOutcome.InProgress;
import io.vertx.redis.client.Redis;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The contract by the clock of a real server. */
abstract class RedisContract extends SessionStoreContract {

    /** Of the server, for its operator. */
    abstract Redis client();

    @Override
    void advance(Duration step) {
        RedisFixture.advance(client(), step);
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
