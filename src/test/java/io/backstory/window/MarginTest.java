package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MarginTest {

    @Test
    void knows_no_factor_before_it_has_seen_enough() {
        Margin margin = new Margin(0.01);
        for (int i = 0; i < 98; i++) {
            margin.add(1);
        }
        assertThat(margin.factor()).isInfinite();

        margin.add(1);
        assertThat(margin.factor()).isEqualTo(1);
    }

    @Test
    void is_exceeded_by_the_accepted_share_of_what_comes() {
        Random random = new Random(3);
        Margin margin = new Margin(0.01);
        int missed = 0;
        for (int i = 0; i < 50_000; i++) {
            double ratio = Math.exp(0.2 * random.nextGaussian());
            boolean miss = ratio > margin.factor();
            missed += miss ? 1 : 0;
            margin.judge(miss);
            margin.add(ratio);
        }
        assertThat(missed / 50_000.0).isBetween(0.002, 0.011);
    }

    @Test
    void follows_a_tokenizer_that_changes() {
        Margin margin = new Margin(0.01);
        for (int i = 0; i < 3_000; i++) {
            margin.add(i < 2_000 ? 1 : 1.3);
        }
        assertThat(margin.factor()).isEqualTo(1.3);
    }
}
