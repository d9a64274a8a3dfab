package io.backstory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.SessionRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private static final SessionRef REF = Turns.ref("s1");
    private static final Bytes KEY = REF.key();
    private static final Leases.Seen SEEN = new Leases.Seen(41, 7, false, null);

    private final SteppingClock clock = new SteppingClock();
    private final Leases leases = new Leases(clock);

    @Test
    void goes_on_from_the_stored_fence() {
        leases.claim(KEY, 1);

        assertThat(leases.grant(KEY, 1, SEEN)).hasValue(new Leases.Seen(42, 7, false, null));
    }

    @Test
    void gives_back_an_ended_lease_to_its_holder_when_the_next_claim_comes_to_nothing() {
        Lease lease = granted(1);
        clock.advance(Leases.TTL);
        assertThat(leases.claim(KEY, 2)).isEmpty();
        assertThat(leases.holding(lease)).isEmpty();

        leases.unclaim(KEY, 2);

        assertThat(leases.holding(lease)).isPresent();
    }

    @Test
    void grants_nothing_on_a_claim_that_was_dropped() {
        leases.claim(KEY, 1);

        assertThat(leases.drop(KEY)).isTrue();

        assertThat(leases.grant(KEY, 1, SEEN)).isEmpty();
    }

    @Test
    void lengthens_the_lease_of_its_holder_only() {
        Lease lease = granted(1);
        clock.advance(Leases.TTL.minusMillis(1));
        leases.extend(new Lease(REF, REF, 1, 1, 7, 0, null));
        assertThat(leases.claim(KEY, 2)).hasValue(Duration.ofMillis(1));

        leases.extend(lease);

        assertThat(leases.claim(KEY, 2)).hasValue(Leases.TTL);
    }

    @Test
    void forgets_a_lease_an_hour_after_its_end() {
        Lease lease = granted(1);
        clock.advance(Leases.TTL.plusHours(1));
        leases.sweep();
        assertThat(leases.holding(lease)).isPresent();

        clock.advance(Duration.ofMillis(1));
        leases.sweep();

        assertThat(leases.holding(lease)).isEmpty();
        assertThat(leases.lastFence(KEY)).isZero();
    }

    private Lease granted(long nonce) {
        leases.claim(KEY, nonce);
        Leases.Seen seen = leases.grant(KEY, nonce, SEEN).orElseThrow();
        return new Lease(REF, REF, seen.fence(), nonce, seen.generation(), 0, null);
    }
}
