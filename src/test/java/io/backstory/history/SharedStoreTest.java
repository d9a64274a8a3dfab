package io.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.history.EchoProvider.Mix;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Three gateways over one store keep every promise while they are killed and paused and the provider breaks. */
class SharedStoreTest {

    @Test
    void several_gateways_are_as_safe_as_one() throws Exception {
        long seed = Long.getLong("backstory.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        Workload load = new Workload(seed, 12, 3, 1_500, Duration.ofSeconds(6), 0.5);
        Trial trial = new Trial(load, new Mix(0.1, 0.1, 900), new Nemesis(300, 0.4, 1_500));

        Trial.Outcome outcome = trial.against(provider -> new SharedStoreCluster(3, provider.baseUrl(), Shape.SOUND));

        outcome.requireClean(load);
        assertThat(outcome.answered()).isGreaterThan(100);
    }
}
