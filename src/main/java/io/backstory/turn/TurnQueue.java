package io.backstory.turn;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.SessionRef;
import io.backstory.config.QueueConfig;
import io.backstory.metrics.ConflictResolution;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.store.BeginOutcome;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Busy;
import io.backstory.store.BeginTurn;
import io.backstory.store.SessionStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets the turns of one session wait for each other, in the order in which they came. Order and bounds are those of this
 * gateway: the turn that is first in line asks the store again when a turn of this gateway ends, and from time to time
 * while the turn of another gateway runs.
 *
 * <p>Nothing waits but a promise and two timers, and a session without a turn leaves nothing behind.
 */
final class TurnQueue {
    private final Vertx vertx;
    private final SessionStore store;
    private final QueueConfig limits;
    private final GatewayMetrics metrics;
    private final Map<SessionRef, WaitingLine> lines = new HashMap<>();

    TurnQueue(Vertx vertx, SessionStore store, QueueConfig limits, GatewayMetrics metrics) {
        this.vertx = vertx;
        this.store = store;
        this.limits = limits;
        this.metrics = metrics;
    }

    private enum Place {
        FIRST,
        BEHIND,
        NONE
    }

    /**
     * Begins the turn, at once or when it is its time; {@code Busy} when that did not come. A turn that is begun is
     * followed by exactly one {@link #ended}.
     *
     * @param call fails as cancelled when its client leaves while it waits
     */
    Future<BeginOutcome> begin(BeginTurn turn, TurnCall call) {
        if (!call.waits()) {
            return ask(turn).onSuccess(outcome -> atOnce(turn, outcome));
        }
        WaitingTurn newcomer = new WaitingTurn(vertx, turn, call);
        Place place = join(newcomer);
        if (place == Place.NONE) {
            return repetition(turn).onSuccess(this::countRefused);
        }
        if (place == Place.FIRST) {
            ask(newcomer);
        } else {
            bound(newcomer);
            repetition(turn).onSuccess(outcome -> leaveUnlessBusy(newcomer, outcome));
        }
        return newcomer.begun();
    }

    private void atOnce(BeginTurn turn, BeginOutcome outcome) {
        if (outcome instanceof Begun) {
            runs(turn.session());
        }
        countRefused(outcome);
    }

    private void countRefused(BeginOutcome outcome) {
        if (outcome instanceof Busy) {
            metrics.sessionConflict(ConflictResolution.REJECTED);
        }
    }

    private synchronized void runs(SessionRef session) {
        lines.computeIfAbsent(session, none -> new WaitingLine()).running++;
    }

    private synchronized Place join(WaitingTurn newcomer) {
        WaitingLine line = lines.computeIfAbsent(newcomer.turn.session(), none -> new WaitingLine());
        boolean first = line.isIdle();
        if (!first && line.waiting() >= limits.length()) {
            return Place.NONE;
        }
        newcomer.asking = first;
        newcomer.met = !first;
        line.turns.addLast(newcomer);
        return first ? Place.FIRST : Place.BEHIND;
    }

    private Future<BeginOutcome> ask(BeginTurn turn) {
        return Future.succeededFuture().compose(none -> store.begin(turn));
    }

    private void ask(WaitingTurn turn) {
        ask(turn.turn).onComplete(end -> {
            if (end.succeeded() && end.result() instanceof Busy) {
                stillBusy(turn);
            } else {
                answered(
                        turn,
                        end.succeeded() ? Future.succeededFuture(end.result()) : Future.failedFuture(end.cause()));
            }
        });
    }

    /**
     * What the store knows of an earlier try of the same request, without beginning it; else {@code Busy}. A turn that
     * expects what no session has is never begun, and a repetition is recognised before that is looked at.
     */
    private Future<BeginOutcome> repetition(BeginTurn turn) {
        BeginOutcome busy = new Busy(Duration.ZERO);
        if (!turn.mayRepeat()) {
            return Future.succeededFuture(busy);
        }
        BeginTurn question = new BeginTurn(
                turn.session(),
                Opening.randomNonce(),
                false,
                Integer.MAX_VALUE,
                null,
                turn.idempotency(),
                turn.place());
        return ask(question)
                .map(outcome -> isRepetition(outcome) ? outcome : busy)
                .otherwise(busy);
    }

    private static boolean isRepetition(BeginOutcome outcome) {
        return outcome instanceof BeginOutcome.Replay
                || outcome instanceof BeginOutcome.InProgress
                || outcome instanceof BeginOutcome.KeyReused;
    }

    private void leaveUnlessBusy(WaitingTurn turn, BeginOutcome outcome) {
        if (!(outcome instanceof Busy)) {
            leave(turn, Future.succeededFuture(outcome));
        }
    }

    /** The lease may have gone to a turn whose client left, or was sent away, while the store was asked. */
    private void answered(WaitingTurn turn, Future<BeginOutcome> outcome) {
        Begun begun = outcome.succeeded() && outcome.result() instanceof Begun it ? it : null;
        boolean wanted = takeOut(turn, begun != null);
        if (begun == null) {
            next(turn.turn.session());
        }
        if (wanted) {
            if (turn.met && begun != null) {
                metrics.sessionConflict(ConflictResolution.QUEUED);
            }
            turn.complete(outcome);
        } else if (begun != null) {
            store.abort(begun.lease()).onComplete(done -> ended(turn.turn.session()));
        }
    }

    /** Tells whether it was still in line. */
    private synchronized boolean takeOut(WaitingTurn turn, boolean runs) {
        boolean first = !turn.over;
        turn.over = true;
        if (runs) {
            runs(turn.turn.session());
        }
        WaitingLine line = lines.get(turn.turn.session());
        if (line != null) {
            line.turns.remove(turn);
        }
        return first;
    }

    private void stillBusy(WaitingTurn turn) {
        SessionRef session = turn.turn.session();
        boolean newlyMet;
        WaitingTurn tooMany;
        synchronized (this) {
            turn.asking = false;
            newlyMet = !turn.met && !turn.over;
            turn.met = true;
            WaitingLine line = lines.computeIfAbsent(session, none -> new WaitingLine());
            tooMany = newlyMet && line.waiting() > limits.length() ? line.turns.peekLast() : null;
            if (!turn.over && line.running == 0) {
                turn.lookLater(() -> lookAgain(turn));
            }
        }
        if (newlyMet) {
            bound(turn);
        }
        if (tooMany != null) {
            tooMany.later(() -> refuse(tooMany, ConflictResolution.REJECTED));
        }
        if (turn.over) {
            next(session);
        }
    }

    private void lookAgain(WaitingTurn turn) {
        synchronized (this) {
            if (turn.over || turn.asking) {
                return;
            }
            turn.asking = true;
        }
        ask(turn);
    }

    /** From now on it waits: not for ever, and not for a client that has left. */
    private void bound(WaitingTurn turn) {
        turn.endAfter(limits.patience().toMillis(), () -> refuse(turn, ConflictResolution.TIMED_OUT));
        turn.call
                .sink()
                .onGone(() -> leave(
                        turn,
                        Future.failedFuture(
                                new ChatException(Kind.CANCELLED, "The client left before its turn began."))));
    }

    private void refuse(WaitingTurn turn, ConflictResolution how) {
        if (leave(turn, Future.succeededFuture(new Busy(Duration.ZERO)))) {
            metrics.sessionConflict(how);
        }
    }

    private boolean leave(WaitingTurn turn, Future<BeginOutcome> outcome) {
        boolean waited = takeOut(turn, false);
        if (waited) {
            turn.complete(outcome);
            next(turn.turn.session());
        }
        return waited;
    }

    /** A turn that was begun here is committed or aborted. */
    void ended(SessionRef session) {
        WaitingTurn first;
        synchronized (this) {
            WaitingLine line = lines.get(session);
            if (line == null) {
                throw new IllegalStateException("no turn of the session runs");
            }
            line.running--;
            first = toAsk(session, line);
        }
        askAgain(first);
    }

    /** Lets the first in line ask the store, unless a turn of this gateway runs, whose end will. */
    private void next(SessionRef session) {
        WaitingTurn first;
        synchronized (this) {
            WaitingLine line = lines.get(session);
            first = line == null || line.running > 0 ? null : toAsk(session, line);
        }
        askAgain(first);
    }

    private @Nullable WaitingTurn toAsk(SessionRef session, WaitingLine line) {
        if (line.isIdle()) {
            lines.remove(session);
        }
        return line.nextToAsk();
    }

    private void askAgain(@Nullable WaitingTurn turn) {
        if (turn != null) {
            turn.later(() -> ask(turn));
        }
    }

    /** Sends every waiting turn away. */
    void close(ChatException reason) {
        List<WaitingTurn> all = new ArrayList<>();
        synchronized (this) {
            lines.values().forEach(line -> all.addAll(line.turns));
        }
        all.forEach(turn -> turn.later(() -> leave(turn, Future.failedFuture(reason))));
    }

    /** Sessions with a turn that runs or waits. */
    synchronized int sessions() {
        return lines.size();
    }
}
