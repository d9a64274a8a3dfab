package io.backstory.turn;

import io.backstory.store.BeginOutcome;
import io.backstory.store.BeginTurn;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;

/** A turn in line. Its fields belong to the {@link TurnQueue}, which guards them. */
final class WaitingTurn {
    private static final long NONE = -1;
    private static final long SHORTEST_LOOK_MS = 50;
    private static final long LONGEST_LOOK_MS = 500;

    final BeginTurn turn;
    final TurnCall call;
    /** The store is being asked for it. */
    boolean asking;
    /** It has met another turn, so that it waits. */
    boolean met;
    /** It left the line. */
    boolean over;

    private final Vertx vertx;
    private final Context context;
    private final long since = System.nanoTime();
    private final Promise<BeginOutcome> begun = Promise.promise();
    private long end = NONE;
    private long nextLook = NONE;

    WaitingTurn(Vertx vertx, BeginTurn turn, TurnCall call) {
        this.vertx = vertx;
        this.turn = turn;
        this.call = call;
        this.context = vertx.getOrCreateContext();
    }

    Future<BeginOutcome> begun() {
        return begun.future();
    }

    /** Runs where the turn came from, whoever calls. */
    void later(Runnable step) {
        context.runOnContext(none -> step.run());
    }

    void endAfter(long millis, Runnable step) {
        end = vertx.setTimer(millis, id -> step.run());
    }

    /** At no fixed time, so that gateways do not look in step. */
    void lookLater(Runnable step) {
        long millis = ThreadLocalRandom.current().nextLong(SHORTEST_LOOK_MS, LONGEST_LOOK_MS + 1);
        nextLook = vertx.setTimer(millis, id -> step.run());
    }

    void stopLooking() {
        vertx.cancelTimer(nextLook);
        nextLook = NONE;
    }

    void complete(Future<BeginOutcome> outcome) {
        stopLooking();
        vertx.cancelTimer(end);
        if (met) {
            call.times().queued(System.nanoTime() - since);
        }
        outcome.onComplete(begun);
    }
}
