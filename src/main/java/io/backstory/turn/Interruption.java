package io.backstory.turn;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How one turn is stopped by its user, whatever it does at the moment. Used on the turn's context only. */
final class Interruption {
    private boolean requested;
    private Runnable action = () -> {};

    void request() {
        if (!requested) {
            requested = true;
            action.run();
        }
    }

    /** Takes the place of what was to be done before; at once when the turn is to be stopped already. */
    void onRequest(Runnable stop) {
        action = stop;
        if (requested) {
            stop.run();
        }
    }

    /**
     * Fails as soon as the turn is to be stopped, without waiting for {@code call}.
     *
     * @param tooLate gets what comes after that
     */
    <T> Future<T> unless(Supplier<Future<T>> call, Consumer<T> tooLate) {
        if (requested) {
            return Future.failedFuture(beforeTheFirstWord());
        }
        Promise<T> first = Promise.promise();
        onRequest(() -> first.tryFail(beforeTheFirstWord()));
        call.get().onComplete(end -> {
            if (end.failed()) {
                first.tryFail(end.cause());
            } else if (!first.tryComplete(end.result())) {
                tooLate.accept(end.result());
            }
        });
        return first.future();
    }

    static ChatException beforeTheFirstWord() {
        return new ChatException(Kind.CANCELLED, "The turn was stopped before its first word; nothing was stored.");
    }
}
