package io.backstory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.BeginOutcome.InProgress;
import io.backstory.store.BeginOutcome.KeyReused;
import io.backstory.store.BeginOutcome.Replay;
import io.backstory.store.CommitOutcome.Superseded;
import io.backstory.store.Idempotency.Mode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a store must know about repeated requests, in two maps; part of {@link StoreModel}. */
final class RequestModel {
    private final Random random;
    private final Map<Name, Done> done = new HashMap<>();
    private final Map<Name, Idempotency> dead = new HashMap<>();

    RequestModel(Random random) {
        this.random = random;
    }

    private record Name(SessionRef session, Bytes key) {}

    private record Done(Idempotency request, long generation, Turn turn) {}

    /** A request with or without a key, or none at all. Few of them, so that they come again. */
    @Nullable
    Idempotency any(SessionRef ref) {
        String body = "body " + random.nextInt(3);
        return switch (random.nextInt(5)) {
            case 0, 1 -> keyed(ref, "key " + random.nextInt(3));
            case 2 -> Turns.request(Mode.IMPLICIT_FIRST, body, body);
            case 3 -> Turns.request(Mode.IMPLICIT_RETRY, body, body);
            default -> null;
        };
    }

    /** Whether a dead turn's key may be taken for another request differs between stores, so it is not tried. */
    private Idempotency keyed(SessionRef ref, String key) {
        Idempotency usual = Turns.request(Mode.EXPLICIT, key, key);
        Idempotency died = dead.get(new Name(ref, usual.key()));
        Idempotency any = random.nextInt(4) == 0 ? Turns.request(Mode.EXPLICIT, key, "other") : usual;
        return died == null ? any : died;
    }

    /** What a repeated request must meet; {@link InProgress} with any remaining time. */
    Optional<BeginOutcome> expected(BeginTurn turn, @Nullable Lease holder, int version) {
        Idempotency request = turn.idempotency();
        if (request == null || request.mode() == Mode.IMPLICIT_FIRST) {
            return Optional.empty();
        }
        Idempotency running = holder == null ? null : holder.idempotency();
        if (running != null && running.key().equals(request.key())) {
            return Optional.of(same(running, request, new InProgress(Leases.TTL)));
        }
        return Optional.ofNullable(done.get(new Name(turn.session(), request.key())))
                .filter(it -> request.mode() == Mode.EXPLICIT || it.turn().seq() == version)
                .map(it -> same(it.request(), request, new Replay(it.turn())));
    }

    private static BeginOutcome same(Idempotency known, Idempotency request, BeginOutcome outcome) {
        return known.fingerprint().equals(request.fingerprint()) ? outcome : new KeyReused();
    }

    void check(BeginOutcome outcome, BeginOutcome expected) {
        if (expected instanceof InProgress) {
            assertThat(outcome).isInstanceOf(InProgress.class);
        } else {
            assertThat(outcome).isEqualTo(expected);
        }
    }

    /** The turn's record takes the place of the one before. */
    void began(Lease lease) {
        Idempotency request = lease.idempotency();
        if (request != null) {
            done.remove(new Name(lease.session(), request.key()));
        }
    }

    void committed(Lease lease, Turn last) {
        Idempotency request = lease.idempotency();
        if (request != null) {
            done.put(new Name(lease.session(), request.key()), new Done(request, lease.generation(), last));
        }
    }

    /** What the late commit of a keyed turn meets when another try was faster. */
    Optional<CommitOutcome> faster(Lease late) {
        Idempotency request = late.idempotency();
        return request == null || request.mode() != Mode.EXPLICIT
                ? Optional.empty()
                : Optional.ofNullable(done.get(new Name(late.session(), request.key())))
                        .filter(it -> it.generation() == late.generation())
                        .map(it -> new Superseded(it.turn().seq()));
    }

    void died(Lease lease) {
        Idempotency request = lease.idempotency();
        if (request != null) {
            dead.put(new Name(lease.session(), request.key()), request);
        }
    }

    void forget(SessionRef ref) {
        done.keySet().removeIf(name -> name.session().equals(ref));
    }
}
