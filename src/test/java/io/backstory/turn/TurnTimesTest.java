package io.backstory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TurnTimesTest {
    private long now = 100;
    private final TurnTimes times = new TurnTimes(() -> now);

    @Test
    void a_slow_upload_and_a_slow_provider_are_no_overhead() {
        after(5_000, times::bodyRead);
        after(3, times::begun);
        after(4, times::asking);
        after(9_000, times::replied);
        after(2, times::committed);

        assertThat(times.total()).isEqualTo(14_009);
        assertThat(times.overhead()).isEqualTo(9);
        assertThat(times.beginning()).isEqualTo(3);
        assertThat(times.fitting()).isEqualTo(4);
        assertThat(times.committing()).isEqualTo(2);
    }

    @Test
    void a_request_refused_before_its_body_is_all_overhead() {
        now += 7;

        assertThat(times.overhead()).isEqualTo(7);
        assertThat(times.beginning()).isZero();
    }

    private void after(long nanos, Runnable mark) {
        now += nanos;
        mark.run();
    }
}
