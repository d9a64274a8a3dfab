package io.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.history.EchoProvider.Mix;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Three gateways over one store keep every promise while they are killed and paused and the provider breaks. */
class SharedStoreTest {

    @Test
    void several_gateways_are_as_safe_as_one() throws Exception {
        long seed = Long.getLong("backstory.seed", ThreadLocalRandom.current().nextInt(1_000_000));
        Trial trial = new Trial(Workload.small(seed, 250), new Mix(0.06, 0.1, 300), new Nemesis(300));

        Trial.Outcome outcome = trial.against(provider -> new SharedStoreCluster(3, provider.baseUrl(), Shape.SOUND));

        outcome.requireClean("several gateways over one store");
        assertThat(outcome.answered()).isGreaterThanOrEqualTo(250);
    }
}
