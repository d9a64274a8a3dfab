package io.backstory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Busy;
import io.backstory.store.BeginOutcome.NotFound;
import io.backstory.store.BeginOutcome.NotHead;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Fenced;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a store must answer, in a few maps; plays random calls against both and compares every answer. */
final class StoreModel {
    private final SessionStore store;
    private final Consumer<Duration> passing;
    private final long seed;
    private final Random random;
    private final RandomTurns turns;
    private final List<SessionRef> refs;
    private final Map<SessionRef, Stored> sessions = new HashMap<>();
    private final Map<SessionRef, Lease> holders = new HashMap<>();
    private final List<Lease> former = new ArrayList<>();
    private final RequestModel requests;
    private @Nullable Runnable repeat;

    StoreModel(SessionStore store, Consumer<Duration> passing, long seed) {
        this.store = store;
        this.passing = passing;
        this.seed = seed;
        this.random = new Random(seed);
        this.turns = new RandomTurns(seed);
        this.requests = new RequestModel(random);
        this.refs = IntStream.range(0, 4)
                .mapToObj(i -> Turns.ref("m" + i + "." + Long.toHexString(seed)))
                .toList();
    }

    private record Stored(List<Turn> turns, SessionSettings settings) {}

    void play(int steps) {
        try {
            for (int i = 0; i < steps; i++) {
                step(refs.get(random.nextInt(refs.size())));
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    private void step(SessionRef ref) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> begin(ref);
            case 3, 4, 5, 6 -> commit(ref);
            case 7 -> commitOfFormerHolder();
            case 8 -> abort(ref);
            case 9 -> read(ref);
            case 10 -> delete(ref);
            default -> pass();
        }
    }

    private void begin(SessionRef ref) {
        boolean create = random.nextBoolean();
        Integer expected = random.nextInt(4) == 0 ? random.nextInt(3) : null;
        BeginTurn turn =
                new BeginTurn(ref, random.nextLong(), create, expected, null).withIdempotency(requests.any(ref));
        int version = turnsOf(ref).size();
        Optional<BeginOutcome> repeated = requests.expected(turn, holders.get(ref), version);

        BeginOutcome outcome = StoreTest.await(store.begin(turn));

        if (repeated.isPresent()) {
            requests.check(outcome, repeated.get());
        } else if (holders.containsKey(ref)) {
            assertThat(outcome).isInstanceOf(Busy.class);
        } else if (!create && !sessions.containsKey(ref)) {
            assertThat(outcome).isEqualTo(new NotFound());
        } else if (expected != null && expected != version) {
            assertThat(outcome).isEqualTo(new NotHead(version));
        } else {
            assertThat(outcome).isInstanceOf(Begun.class);
            Begun begun = (Begun) outcome;
            assertThat(begun.session().turns()).isEqualTo(turnsOf(ref));
            assertThat(begun.session().settings()).isEqualTo(settingsOf(ref));
            holders.put(ref, begun.lease());
            requests.began(begun.lease());
        }
    }

    private void commit(SessionRef ref) {
        Lease lease = holders.remove(ref);
        if (lease != null) {
            CommitTurn turn = commitFor(lease);
            Committed expected = new Committed(lease.version() + turn.turns().size());
            assertThat(StoreTest.await(store.commit(lease, turn))).isEqualTo(expected);
            List<Turn> all = new ArrayList<>(turnsOf(ref));
            all.addAll(turn.turns());
            sessions.put(ref, new Stored(all, turn.settings()));
            requests.committed(lease, all.get(all.size() - 1));
            repeat =
                    () -> assertThat(StoreTest.await(store.commit(lease, turn))).isEqualTo(expected);
        } else if (repeat != null) {
            repeat.run();
        }
    }

    private CommitTurn commitFor(Lease lease) {
        int count = 1 + random.nextInt(3);
        Turn[] each = IntStream.rangeClosed(1, count)
                .mapToObj(i -> turns.turn(lease.version() + i))
                .toArray(Turn[]::new);
        return Turns.commit(turns.settings(), each);
    }

    private void commitOfFormerHolder() {
        if (!former.isEmpty()) {
            Lease lease = former.get(random.nextInt(former.size()));
            CommitOutcome outcome = StoreTest.await(store.commit(lease, commitFor(lease)));
            assertThat(outcome).isEqualTo(requests.faster(lease).orElseGet(Fenced::new));
        }
    }

    private void abort(SessionRef ref) {
        Lease lease = holders.remove(ref);
        if (lease != null) {
            StoreTest.await(store.abort(lease));
            former.add(lease);
        }
    }

    private void read(SessionRef ref) {
        assertThat(StoreTest.await(store.read(ref)).map(Session::turns).orElse(List.of()))
                .isEqualTo(turnsOf(ref));
    }

    private void delete(SessionRef ref) {
        Lease running = holders.remove(ref);
        boolean known = sessions.remove(ref) != null || running != null;
        assertThat(StoreTest.await(store.delete(ref)).existed()).isEqualTo(known);
        if (running != null) {
            former.add(running);
        }
        requests.forget(ref);
        repeat = null;
    }

    /** Time passes: a little, or so much that every lease ends, or every session. */
    private void pass() {
        switch (random.nextInt(6)) {
            case 0 -> {
                passing.accept(Turns.RETENTION);
                sessions.clear();
                refs.forEach(requests::forget);
                endLeases();
            }
            case 1 -> {
                passing.accept(Leases.TTL);
                endLeases();
            }
            default -> passing.accept(Duration.ofMillis(10));
        }
    }

    /** The former holders are fenced once another has taken the session. */
    private void endLeases() {
        for (Lease lease : List.copyOf(holders.values())) {
            BeginTurn turn = Turns.begin(lease.session(), random.nextLong());
            Begun begun = (Begun) StoreTest.await(store.begin(turn));
            holders.put(lease.session(), begun.lease());
            former.add(lease);
            requests.died(lease);
        }
        repeat = null;
    }

    private List<Turn> turnsOf(SessionRef ref) {
        Stored stored = sessions.get(ref);
        return stored == null ? List.of() : stored.turns();
    }

    private SessionSettings settingsOf(SessionRef ref) {
        Stored stored = sessions.get(ref);
        return stored == null ? SessionSettings.EMPTY : stored.settings();
    }
}
