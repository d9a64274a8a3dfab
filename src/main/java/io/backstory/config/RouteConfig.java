package io.backstory.config;

import static java.util.Objects.requireNonNull;

import io.backstory.config.LeavingConfig.OnDisconnect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model name clients ask for.
 *
 * @param targets tried in order, at least one
 * @param onDisconnect null means what is said for all routes
 */
public record RouteConfig(
        String name, List<Target> targets, HistoryConfig history, @Nullable OnDisconnect onDisconnect) {
    public RouteConfig {
        requireNonNull(name);
        targets = List.copyOf(targets);
        requireNonNull(history);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("route " + name + " needs a target");
        }
    }

    /** A route that says nothing of clients that leave. */
    public RouteConfig(String name, List<Target> targets, HistoryConfig history) {
        this(name, targets, history, null);
    }

    /** A model of a provider, written {@code provider/model}; the model may hold further slashes. */
    public record Target(String provider, String model) {
        @Override
        public String toString() {
            return provider + "/" + model;
        }
    }

    /**
     * The window of the route.
     *
     * @param budgetTokens of one request: instructions, tools, history and new messages; null means as much as the
     *     target takes
     * @param lowWater where a cut stops, as a share of the history's room; null finds the best from the conversation
     * @param keepToolResults newest tool results a cut does not clear
     * @param clearMedia whether a cut clears attachments and media before it drops turns
     * @param allowPriceCliff whether prompts may be so large that the provider charges more for the whole request
     */
    public record HistoryConfig(
            @Nullable Integer budgetTokens,
            Strategy strategy,
            @Nullable Double lowWater,
            int keepToolResults,
            boolean clearMedia,
            boolean allowPriceCliff) {
        public static final HistoryConfig DEFAULT =
                new HistoryConfig(null, Strategy.CACHE_STABLE, null, 4, true, false);

        public HistoryConfig {
            requireNonNull(strategy);
        }

        /** A window that clears as usual. */
        public HistoryConfig(@Nullable Integer budgetTokens, Strategy strategy, @Nullable Double lowWater) {
            this(budgetTokens, strategy, lowWater, 4, true, false);
        }
    }

    public enum Strategy {
        /** Cut rarely and deep, so that the prompt's beginning stays the same between cuts. */
        CACHE_STABLE,
        /** Drop just enough on every overflow. */
        SLIDING,
        /** Never cut; refuse when the model's window is full. */
        FULL,
        /** Never cut; refuse when the budget would be exceeded. */
        ERROR
    }
}
