package io.backstory.store;

import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.SessionRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What every store means by a lease that lasts. */
abstract class LeaseContract extends StoreTest {
    private static final SessionRef REF = ref("leased");

    @Test
    void lengthens_a_lease_that_is_renewed() {
        Lease lease = begun(begin(REF, 1)).lease();
        advance(Duration.ofSeconds(10));

        assertThat(await(store.renew(lease))).isEqualTo(Renewal.RENEWED);

        advance(Duration.ofSeconds(10));
        assertBusy(await(store.begin(begin(REF, 2))), Duration.ofSeconds(5));
    }

    @Test
    void does_not_renew_a_lease_that_another_took() {
        Lease former = begun(begin(REF, 1)).lease();
        advance(Leases.TTL);
        begun(begin(REF, 2));

        assertThat(await(store.renew(former))).isEqualTo(Renewal.LOST);
    }

    @Test
    void shows_that_a_turn_is_running() {
        Lease first = begun(begin(REF, 1)).lease();
        await(store.commit(first, next(first)));
        assertThat(await(store.read(REF)).orElseThrow().running()).isFalse();

        begun(begin(REF, 2));

        assertThat(await(store.read(REF)).orElseThrow().running()).isTrue();
        assertThat(await(store.list("acme", new PageRequest(1, null, true)))
                        .sessions()
                        .get(0)
                        .running())
                .isTrue();
    }
}
