package io.backstory.window;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How much a prompt may hold and what happens when that is not enough.
 *
 * @param budgetTokens smallest limit that route, session and request set; null means as much as the model takes
 * @param contextWindow tokens of prompt and reply together
 * @param maxOutput tokens of reply asked for, or the model's default
 * @param lowWater where a cut of {@link Strategy#CACHE_STABLE} stops, as a share of the history's room
 */
public record WindowSettings(
        @Nullable Integer budgetTokens, int contextWindow, int maxOutput, Strategy strategy, double lowWater) {
    private static final int MIN_RESERVE = 1024;

    /** What happens on overflow. */
    public enum Strategy {
        /** Cut rarely and deep, so that the prompt's beginning stays the same between cuts. */
        CACHE_STABLE,
        /** Drop just enough on every overflow. */
        SLIDING,
        /** Never cut; refuse when the model's window is full. */
        FULL,
        /** Never cut; refuse when the budget would be exceeded. */
        ERROR;

        boolean cuts() {
            return this == CACHE_STABLE || this == SLIDING;
        }
    }

    public WindowSettings {
        requireNonNull(strategy);
        requirePositive("budgetTokens", budgetTokens == null ? 1 : budgetTokens);
        requirePositive("contextWindow", contextWindow);
        requirePositive("maxOutput", maxOutput);
        if (!(lowWater > 0 && lowWater <= 1)) {
            throw new IllegalArgumentException("lowWater must be above 0 and at most 1, not " + lowWater);
        }
    }

    /** Tokens kept free for the reply: what it may need, within 1,024 and a quarter of the window. */
    public int outputReserve() {
        return Math.min(Math.max(maxOutput, MIN_RESERVE), contextWindow / 4);
    }

    /** Tokens the prompt may have. */
    public int budget() {
        int room = contextWindow - outputReserve();
        return budgetTokens == null || strategy == Strategy.FULL ? room : Math.min(budgetTokens, room);
    }

    /**
     * The output limit to send with a prompt of {@code promptTokens}: what was asked for, less where the window would be
     * exceeded, which some providers refuse. Always at least 1.
     */
    public int outputLimit(int promptTokens) {
        int floor = Math.min(maxOutput, MIN_RESERVE);
        return Math.max(floor, Math.min(maxOutput, contextWindow - promptTokens));
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
