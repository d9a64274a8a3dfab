package io.backstory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.SessionRef;
import io.backstory.config.DemoConfig;
import io.backstory.config.Environment;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginTurn;
import io.backstory.store.Lease;
import io.backstory.store.MemorySessionStore;
import io.backstory.store.Place;
import io.backstory.store.TurnName;
import io.backstory.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseKeeperTest {
    private static final SessionRef SESSION = new SessionRef("acme", "s");

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final MemorySessionStore store = new MemorySessionStore(Clock.systemUTC());
    private final GatewayMetrics metrics =
            new GatewayMetrics(new DemoConfig(Environment.SYSTEM).load().config());
    private final LeaseKeeper keeper = new LeaseKeeper(vertx, store, new TurnReport(metrics));

    @AfterEach
    void stop() {
        metrics.close();
        Await.within(vertx.close());
    }

    // What another gateway asked for is heard in the same way, at the next renewal.
    @Test
    void a_turn_hears_from_its_renewal_that_it_is_to_stop() {
        Promise<String> stopped = Promise.promise();
        Future<String> turn = held(begun(), () -> stopped.complete("stopped"), stopped.future());
        Await.within(store.interrupt(new TurnName.Newest(SESSION)));

        keeper.look(SESSION);

        assertThat(Await.within(turn)).isEqualTo("stopped");
    }

    @Test
    void a_lost_lease_is_counted_once_and_ends_no_turn() {
        Promise<String> end = Promise.promise();
        Future<String> turn = held(begun(), () -> end.fail("stopped"), end.future());
        Await.within(store.delete(SESSION));

        keeper.look(SESSION);
        keeper.look(SESSION);
        Await.within(settled());

        assertThat(metrics.scrape()).contains("backstory_lease_lost_total 1.0");
        end.complete("whole");
        assertThat(Await.within(turn)).isEqualTo("whole");
    }

    private Lease begun() {
        return ((Begun) Await.within(store.begin(new BeginTurn(SESSION, 1, true, null, null, null, Place.HEAD))))
                .lease();
    }

    /** Runs on a context of its own, as turns do. */
    private Future<String> held(Lease lease, Runnable stop, Future<String> turn) {
        Promise<Future<String>> begun = Promise.promise();
        context.runOnContext(none -> {
            Interruption interruption = new Interruption();
            interruption.onRequest(stop);
            begun.complete(keeper.held(List.of(lease), interruption, () -> turn));
        });
        return Await.within(begun.future());
    }

    /** After what was put onto the context before. */
    private Future<Void> settled() {
        Promise<Void> settled = Promise.promise();
        context.runOnContext(none -> settled.complete());
        return settled.future();
    }
}
