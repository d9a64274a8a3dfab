package io.backstory.routing;

import io.backstory.chat.Kind;
import io.backstory.chat.Origin;

/** Hears when a target of a route is asked because the one before it failed. Called on any thread; it must not wait. */
@FunctionalInterface
public interface FallbackObserver {
    FallbackObserver NONE = fallback -> {};

    /**
     * One step from a target to the next.
     *
     * @param reason why {@code from} could not answer
     * @param answered whether {@code to} began to answer
     */
    record Fallback(String route, Origin from, Origin to, Kind reason, boolean answered) {}

    void fellBack(Fallback fallback);
}
