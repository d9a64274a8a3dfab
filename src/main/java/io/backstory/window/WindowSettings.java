package io.backstory.window;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How much a prompt may hold and what happens when that is not enough.
 *
 * @param budgetTokens smallest limit that route, session and request set; null means as much as the model takes
 * @param contextWindow tokens of prompt and reply together
 * @param maxOutput tokens of reply asked for, or the model's default
 * @param priceCliff first prompt size at which the provider charges more for the whole request; null where there is none,
 *     or where it may be crossed
 */
public record WindowSettings(
        @Nullable Integer budgetTokens,
        int contextWindow,
        int maxOutput,
        @Nullable Integer priceCliff,
        Strategy strategy,
        Cutting cutting) {
    private static final int MIN_RESERVE = 1024;
    /** How much of a refused prompt is tried where the provider names no number. */
    private static final double SHORTER = 0.9;

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

    /**
     * How a cut is made.
     *
     * @param lowWater where one of {@link Strategy#CACHE_STABLE} stops, as a share of the history's room; null finds the
     *     best from the conversation
     * @param worth of one kept token for one request, in units of an uncached token's price
     * @param keepToolResults newest results that are not cleared
     * @param clearMedia whether attachments, images and documents are cleared before turns are dropped
     */
    public record Cutting(@Nullable Double lowWater, double worth, int keepToolResults, boolean clearMedia) {
        public static final Cutting DEFAULT = new Cutting(null, 1, 4, true);

        public Cutting {
            if (lowWater != null && !(lowWater > 0 && lowWater <= 1)) {
                throw new IllegalArgumentException("lowWater must be above 0 and at most 1, not " + lowWater);
            }
            if (!(worth > 0) || keepToolResults < 0) {
                throw new IllegalArgumentException("a worth above 0 and a number of results are needed");
            }
        }

        public Cutting withLowWater(@Nullable Double share) {
            return new Cutting(share, worth, keepToolResults, clearMedia);
        }

        public Cutting withKeepToolResults(int newest) {
            return new Cutting(lowWater, worth, newest, clearMedia);
        }
    }

    public WindowSettings {
        requireNonNull(strategy);
        requireNonNull(cutting);
        requirePositive("budgetTokens", budgetTokens == null ? 1 : budgetTokens);
        requirePositive("contextWindow", contextWindow);
        requirePositive("maxOutput", maxOutput);
        requirePositive("priceCliff", priceCliff == null ? 1 : priceCliff);
    }

    /** With the smaller one of this window and {@code tokens}, which the provider said it is. */
    public WindowSettings within(int tokens) {
        int window = Math.min(contextWindow, tokens);
        return new WindowSettings(budgetTokens, window, maxOutput, priceCliff, strategy, cutting);
    }

    /**
     * For another try after the provider refused a prompt. What it counted is worth more than what was expected: the budget
     * becomes smaller by the same share.
     *
     * @param expected tokens the refused prompt was thought to have
     * @param said what the provider told of it, each null where it did not
     */
    public WindowSettings afterRefusal(int expected, @Nullable Integer said, @Nullable Integer window) {
        WindowSettings known = window == null ? this : within(window);
        double share = said == null || said <= expected ? 1 : (double) expected / said;
        double budget =
                window == null && said == null ? SHORTER * Math.min(expected, budget()) : known.budget() * share;
        return new WindowSettings(
                Math.max(1, (int) budget), known.contextWindow, maxOutput, priceCliff, strategy, cutting);
    }

    /** Tokens kept free for the reply: what it may need, within 1,024 and a quarter of the window. */
    public int outputReserve() {
        return Math.min(Math.max(maxOutput, MIN_RESERVE), contextWindow / 4);
    }

    /** Tokens the prompt may have. */
    public int budget() {
        int room = contextWindow - outputReserve();
        if (strategy == Strategy.FULL) {
            return room;
        }
        int cheap = priceCliff == null ? room : Math.min(room, priceCliff - 1);
        return budgetTokens == null ? cheap : Math.min(budgetTokens, cheap);
    }

    /**
     * The output limit to send with a prompt of at most {@code promptTokens}: what was asked for, less where the window
     * would be exceeded, which some providers refuse. Always at least 1.
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
