package io.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.history.EchoProvider.Mix;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gateways as users run them keep every promise while they, their store, their provider and the network between break in
 * every way we know. {@code -Dbackstory.history.seconds=} makes it longer, {@code -Dbackstory.history.seed=} repeats the
 * choices, though not the timing of processes.
 */
class HistoryIT {
    private static final long SEED =
            Long.getLong("backstory.history.seed", ThreadLocalRandom.current().nextInt(1_000_000));
    private static final int SECONDS = Integer.getInteger("backstory.history.seconds", 90);
    private static final Mix MIX = new Mix(0.05, 0.05, 400);

    @TempDir
    Path directory;

    @Test
    void several_gateways_on_redis_are_as_safe_as_one() throws Exception {
        Trial trial = new Trial(load(), MIX, new Nemesis(1_000));

        requireClean("3 gateways on Redis", trial.against(it -> ProcessCluster.onRedis(3, directory, it)));
    }

    @Test
    void they_are_so_although_the_primary_of_redis_is_lost() throws Exception {
        Trial trial = new Trial(load(), MIX, new Nemesis(1_000));

        requireClean(
                "2 gateways on Redis with Sentinel", trial.against(it -> ProcessCluster.onSentinel(2, directory, it)));
    }

    @Test
    void a_gateway_on_sqlite_is_safe() throws Exception {
        Trial trial = new Trial(load(), MIX, new Nemesis(1_000));

        requireClean("1 gateway on SQLite", trial.against(it -> ProcessCluster.onSqlite(directory, it)));
    }

    private static Workload load() {
        return new Workload(
                SEED, 24, 6, Integer.MAX_VALUE, Duration.ofSeconds(SECONDS / 3), 0.4, 0.03, Duration.ofSeconds(5));
    }

    private static void requireClean(String name, Trial.Outcome outcome) throws Exception {
        outcome.requireClean(name);
        assertThat(outcome.answered()).as("acknowledged turns").isGreaterThan(SECONDS / 3);
        assertThat(outcome.log()).as("the log shows no message").doesNotContain("-canary-");
    }
}
