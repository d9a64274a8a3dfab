package io.backstory.turn;

import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.backstory.config.RouteConfig.Strategy;
import io.backstory.routing.Route;
import io.backstory.routing.Target;
import io.backstory.window.Family;
import io.backstory.window.PriceCliffs;
import io.backstory.window.WindowSettings;
import io.backstory.window.WindowSettings.Cutting;
import org.jspecify.annotations.Nullable;

/** The window of a route: it must hold on every target, since any of them may answer. */
final class RouteWindow {
    private RouteWindow() {}

    /**
     * Settings for one request.
     *
     * @param askedOutput tokens of reply the client asked for, null for the model's own limit
     */
    static WindowSettings of(Route route, @Nullable Integer askedOutput) {
        int contextWindow = Integer.MAX_VALUE;
        int maxOutput = Integer.MAX_VALUE;
        int cliff = Integer.MAX_VALUE;
        for (Target target : route.targets()) {
            contextWindow = Math.min(contextWindow, target.model().contextWindow());
            maxOutput = Math.min(maxOutput, target.model().maxOutput());
            cliff = Math.min(cliff, cliff(target.model()));
        }
        HistoryConfig history = route.history();
        return new WindowSettings(
                history.budgetTokens(),
                contextWindow,
                askedOutput == null ? maxOutput : Math.min(askedOutput, maxOutput),
                history.allowPriceCliff() || cliff == Integer.MAX_VALUE ? null : cliff,
                strategy(history.strategy()),
                new Cutting(
                        history.lowWater(), Cutting.DEFAULT.worth(), history.keepToolResults(), history.clearMedia()));
    }

    /** The tokenizer family of the model. */
    static Family family(Target target) {
        ModelConfig model = target.model();
        return Family.of(model.family(), model.name(), model.encoding());
    }

    private static int cliff(ModelConfig model) {
        Integer configured = model.priceCliff();
        return configured != null ? configured : PriceCliffs.of(model.name()).orElse(Integer.MAX_VALUE);
    }

    private static WindowSettings.Strategy strategy(Strategy configured) {
        return switch (configured) {
            case CACHE_STABLE -> WindowSettings.Strategy.CACHE_STABLE;
            case SLIDING -> WindowSettings.Strategy.SLIDING;
            case FULL -> WindowSettings.Strategy.FULL;
            case ERROR -> WindowSettings.Strategy.ERROR;
        };
    }
}
