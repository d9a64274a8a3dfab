package io.backstory.turn;

import io.backstory.routing.Route;
import io.backstory.routing.Target;
import java.util.function.ToIntFunction;

/**
 * A model name clients may ask for. Its sizes hold on every target that may answer.
 *
 * @param maxInputTokens size of the smallest context window
 */
public record OfferedModel(String name, int maxInputTokens, int maxOutputTokens) {

    static OfferedModel of(Route route) {
        return new OfferedModel(
                route.name(),
                least(route, target -> target.model().contextWindow()),
                least(route, target -> target.model().maxOutput()));
    }

    private static int least(Route route, ToIntFunction<Target> size) {
        return route.targets().stream().mapToInt(size).min().orElseThrow();
    }
}
