package io.backstory.store;

import static io.backstory.store.StoreTest.await;
import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.Idempotency.Mode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plays random calls around a few sessions, branches and names, whatever comes of them. */
final class RandomBranches {
    private final List<? extends SessionStore> stores;
    private final Random random;
    private final List<Lease> leases = new ArrayList<>();

    RandomBranches(List<? extends SessionStore> stores, long seed) {
        this.stores = stores;
        this.random = new Random(seed);
    }

    void play(int steps) {
        for (int i = 0; i < steps; i++) {
            step(stores.get(random.nextInt(stores.size())));
        }
    }

    private void step(SessionStore store) {
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> {
                if (await(store.begin(beginning())) instanceof Begun begun) {
                    leases.add(begun.lease());
                }
            }
            case 3, 4 -> lease(lease -> store.commit(lease, turn(lease)));
            case 5 -> lease(store::abort);
            case 6 -> await(store.interrupt(new TurnName.Newest(any())));
            default -> {
                if (random.nextInt(4) == 0) {
                    await(store.delete(any()));
                }
            }
        }
    }

    private interface Use {
        Future<?> of(Lease lease);
    }

    private void lease(Use use) {
        if (!leases.isEmpty()) {
            await(use.of(leases.remove(random.nextInt(leases.size()))));
        }
    }

    private BeginTurn beginning() {
        BeginTurn turn = begin(any(), random.nextLong())
                .withIdempotency(Turns.request(Mode.EXPLICIT, "key " + random.nextInt(50), "body"));
        return switch (random.nextInt(3)) {
            case 0 -> turn;
            case 1 -> turn.at(new Place.Line(new Session.Base(any(), random.nextInt(3))));
            default -> turn.at(new Place.After(1, 1, any().id()));
        };
    }

    private CommitTurn turn(Lease lease) {
        CommitTurn turn = next(lease);
        if (!leases.isEmpty() && random.nextBoolean()) {
            turn = turn.moving(leases.get(random.nextInt(leases.size())));
        }
        return random.nextInt(4) == 0 ? turn.keepingFrom(lease.version() + 1) : turn;
    }

    private SessionRef any() {
        return ref("r" + random.nextInt(6));
    }
}
