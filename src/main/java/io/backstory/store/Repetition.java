package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Turn;
import io.backstory.store.BeginOutcome.InProgress;
import io.backstory.store.BeginOutcome.KeyReused;
import io.backstory.store.BeginOutcome.Replay;
import io.backstory.store.Idempotency.Mode;
import java.util.Optional;

/**
 * Tells a request that is sent again from a new one. This is looked at before the lock and before the expected version,
 * so that a repeated request meets neither.
 *
 * @param running the turn somebody else runs or ran
 * @param recorded the turn that answered the request before; one that was replaced is no more
 * @param version of the session
 */
record Repetition(Optional<Leases.Running> running, Optional<Recorded> recorded, int version) {

    /** A stored record with the turn it names. */
    record Recorded(Bytes fingerprint, Turn turn) {}

    /** What {@code turn} meets; empty when it is new. */
    Optional<BeginOutcome> of(BeginTurn turn) {
        Idempotency request = turn.idempotency();
        if (request == null || !turn.mayRepeat()) {
            return Optional.empty();
        }
        // A key names one request for good; without a key, a newer turn has taken the record over.
        return request.mode() == Mode.EXPLICIT
                ? answered(request).or(() -> running(request))
                : running(request).or(() -> answered(request));
    }

    private Optional<BeginOutcome> answered(Idempotency request) {
        return recorded.filter(
                        it -> request.mode() == Mode.EXPLICIT || it.turn().seq() == version)
                .map(it -> it.fingerprint().equals(request.fingerprint()) ? new Replay(it.turn()) : new KeyReused());
    }

    private Optional<BeginOutcome> running(Idempotency request) {
        Optional<Leases.Running> same =
                running.filter(it -> it.idempotency().key().equals(request.key()));
        if (same.isPresent() && !same.get().idempotency().fingerprint().equals(request.fingerprint())) {
            return Optional.of(new KeyReused());
        }
        return same.filter(Leases.Running::isLive).map(it -> new InProgress(it.remaining()));
    }
}
