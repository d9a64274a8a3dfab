package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.BeginOutcome.Fork;
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
 * @param recorded what the request met before; one that was replaced is no more
 * @param line that the turn would begin on
 */
record Repetition(Optional<Leases.Running> running, Optional<Recorded> recorded, Optional<Line> line) {

    /** What is known of a request that came before. */
    sealed interface Recorded {
        Bytes fingerprint();
    }

    /** The turn of that session answered it. */
    record Done(Bytes fingerprint, SessionRef session, Turn turn) implements Recorded {
        boolean isHeadOf(Line line) {
            return line.row().ref().equals(session) && line.row().own().version() == turn.seq();
        }
    }

    /** It was told to begin on a branch. */
    record Forked(Bytes fingerprint, String branch, Session.Base base) implements Recorded {}

    /** What {@code turn} meets; empty when it is new. */
    Optional<BeginOutcome> of(BeginTurn turn) {
        Idempotency request = turn.idempotency();
        if (request == null || !turn.mayRepeat()) {
            return Optional.empty();
        }
        // A key names one request for good; without a key, a newer turn has taken the record over.
        return request.mode() == Mode.EXPLICIT
                ? met(turn, request).or(() -> running(request))
                : running(request).or(() -> met(turn, request));
    }

    private Optional<BeginOutcome> met(BeginTurn turn, Idempotency request) {
        boolean chained = turn.place() instanceof Place.After;
        return recorded.flatMap(it -> {
            if (it instanceof Forked forked) {
                return chained
                        ? Optional.of(same(it, request, new Fork(forked.branch(), forked.base())))
                        : Optional.empty();
            }
            Done done = (Done) it;
            // What a chained request goes on from is part of its fingerprint, so that later turns change nothing.
            boolean counts = chained
                    || request.mode() == Mode.EXPLICIT
                    || line.filter(done::isHeadOf).isPresent();
            return counts ? Optional.of(same(it, request, new Replay(done.turn()))) : Optional.empty();
        });
    }

    private static BeginOutcome same(Recorded known, Idempotency request, BeginOutcome outcome) {
        return known.fingerprint().equals(request.fingerprint()) ? outcome : new KeyReused();
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
