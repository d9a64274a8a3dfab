package io.backstory.turn;

import io.backstory.config.LeavingConfig;
import io.backstory.config.LeavingConfig.OnDisconnect;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Decides, for each client that leaves, whether its turn is finished, cut short or dropped. */
final class Departures {
    /** Turns that may be finished for nobody at once; above that they are cut short. */
    static final int MOST = 500;

    private final Vertx vertx;
    private final LeavingConfig leaving;
    private final AtomicInteger unattended = new AtomicInteger();

    Departures(Vertx vertx, LeavingConfig leaving) {
        this.vertx = vertx;
        this.leaving = leaving;
    }

    /** Turns that are finished for nobody now. */
    int unattended() {
        return unattended.get();
    }

    /** @param ofRoute what the route says, null when it says nothing */
    void left(RecordedReply reply, @Nullable OnDisconnect ofRoute) {
        OnDisconnect policy = ofRoute == null ? leaving.onDisconnect() : ofRoute;
        if (policy == OnDisconnect.DISCARD) {
            reply.discard();
        } else if (policy == OnDisconnect.CANCEL || unattended.get() >= MOST) {
            reply.cutShort();
        } else {
            finish(reply);
        }
    }

    private void finish(RecordedReply reply) {
        unattended.incrementAndGet();
        long timer = vertx.setTimer(leaving.finishAtMost().toMillis(), id -> reply.cutShort());
        reply.end().onComplete(end -> {
            vertx.cancelTimer(timer);
            unattended.decrementAndGet();
        });
    }
}
