package io.backstory.turn;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts the turns under way: one may outlive the connection of its client, and a gateway that ends waits for it. */
final class RunningTurns {
    private final List<Promise<Void>> waiting = new ArrayList<>();
    private int running;

    <T> Future<T> counted(Supplier<Future<T>> turn) {
        begun();
        return Future.succeededFuture().compose(none -> turn.get()).onComplete(end -> ended());
    }

    /** Completes when no turn runs. */
    synchronized Future<Void> none() {
        Promise<Void> idle = Promise.promise();
        if (running == 0) {
            idle.complete();
        } else {
            waiting.add(idle);
        }
        return idle.future();
    }

    private synchronized void begun() {
        running++;
    }

    private void ended() {
        idle().forEach(Promise::complete);
    }

    private synchronized List<Promise<Void>> idle() {
        running--;
        if (running > 0) {
            return List.of();
        }
        List<Promise<Void>> told = List.copyOf(waiting);
        waiting.clear();
        return told;
    }
}
