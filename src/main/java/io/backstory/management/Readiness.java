package io.backstory.management;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Whether the gateway should be sent requests. It depends on its own state and on the store, never on load. */
public final class Readiness {
    private static final long STORE_SECONDS = 2;

    private final Supplier<Future<Optional<String>>> store;
    private volatile State state = State.STARTING;

    private enum State {
        STARTING,
        SERVING,
        DRAINING
    }

    /**
     * Not ready until {@link #serving} is called.
     *
     * @param store what stops the store from taking a turn, if anything; no answer in 2 s is a reason too
     */
    public Readiness(Supplier<Future<Optional<String>>> store) {
        this.store = store;
    }

    /** The doors are open. */
    public void serving() {
        state = State.SERVING;
    }

    /** Running turns end, new ones go elsewhere. There is no way back. */
    public void draining() {
        state = State.DRAINING;
    }

    /** Why requests should not come here; none when they should. Never fails. */
    public Future<List<String>> reasons() {
        return Future.succeededFuture()
                .compose(start -> store.get())
                .timeout(STORE_SECONDS, TimeUnit.SECONDS)
                .otherwise(failure -> Optional.of("the store does not answer"))
                .map(this::reasons);
    }

    private List<String> reasons(Optional<String> storeTrouble) {
        List<String> reasons = new ArrayList<>();
        if (state == State.STARTING) {
            reasons.add("starting");
        } else if (state == State.DRAINING) {
            reasons.add("draining");
        }
        storeTrouble.ifPresent(trouble -> reasons.add("store: " + trouble));
        return reasons;
    }
}
