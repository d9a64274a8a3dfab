package io.backstory.metrics;

import io.backstory.chat.Origin;
import io.backstory.chat.Usage;
import io.backstory.config.ProviderConfig;
import io.backstory.config.RouteConfig.Strategy;
import io.backstory.config.RouteConfig.Target;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.List;
import java.util.Locale;

/** Billable tokens in canonical arithmetic, and what the window did to the history. */
final class TokenMeters {
    private static final List<Strategy> CUTTING = List.of(Strategy.CACHE_STABLE, Strategy.SLIDING);

    private final Family<Counter> input;
    private final Family<Counter> output;
    private final Family<Counter> cached;
    private final Family<Counter> cacheWrite;
    private final Family<Counter> reasoning;
    private final Family<Counter> estimated;
    private final Family<DistributionSummary> requestInput;
    private final Family<DistributionSummary> requestOutput;
    private final Histogram utilization;
    private final Family<Counter> injected;
    private final Family<Counter> truncations;
    private final Family<Counter> truncatedTokens;
    private final Family<Counter> lengthErrors;

    TokenMeters(Meters meters) {
        input = tokens(meters, "input", "Input tokens, cached and cache-written ones included");
        output = tokens(meters, "output", "Output tokens, reasoning included");
        cached = tokens(meters, "input.cached", "Input tokens read from the provider's cache");
        cacheWrite = tokens(meters, "input.cache.write", "Input tokens written to the provider's cache");
        reasoning = tokens(meters, "output.reasoning", "Output tokens spent on reasoning");
        estimated = meters.counter(
                "backstory.estimated.tokens",
                "Tokens counted by the gateway because the provider reported none",
                "provider",
                "model",
                "direction");
        requestInput = meters.summary(
                "backstory.request.input.tokens", "Input tokens of one request", Buckets.INPUT_TOKENS, "route");
        requestOutput = meters.summary(
                "backstory.request.output.tokens", "Output tokens of one request", Buckets.OUTPUT_TOKENS, "route");
        utilization = meters.ratio(
                "backstory_context_utilization_ratio",
                "Input of a request as a share of the model's context window",
                Buckets.RATIO);
        injected = meters.counter(
                "backstory.history.injected.tokens", "Tokens of history added to requests", "route", "tenant");
        truncations = meters.counter("backstory.truncations", "New cuts of a history", "route", "strategy", "reason");
        truncatedTokens = meters.counter(
                "backstory.truncated.tokens", "Tokens dropped from the view by new cuts", "route", "strategy");
        lengthErrors = meters.counter(
                "backstory.length.errors", "Prompts a provider refused as too long", "provider", "recovered");
    }

    private static Family<Counter> tokens(Meters meters, String which, String what) {
        return meters.counter("backstory." + which + ".tokens", what, "route", "provider", "model", "tenant");
    }

    void createAtZero(Names names) {
        for (Target target : names.targets()) {
            estimated.of(target.provider(), target.model(), "input");
            estimated.of(target.provider(), target.model(), "output");
        }
        for (ProviderConfig provider : names.providers()) {
            lengthErrors.of(provider.name(), "true");
            lengthErrors.of(provider.name(), "false");
        }
        for (String route : names.routes()) {
            for (Strategy strategy : CUTTING) {
                truncatedTokens.of(route, label(strategy));
                for (CutReason reason : CutReason.values()) {
                    truncations.of(route, label(strategy), reason.label());
                }
            }
        }
    }

    void answered(TurnRecord turn, Names names) {
        String route = names.route(turn.route());
        count(turn, names);
        requestInput.of(route).record((double) turn.usage().inputTotal());
        requestOutput.of(route).record((double) turn.usage().outputTotal());
        names.contextWindow(turn.origin()).ifPresent(window -> utilization
                .labelValues(route)
                .observe((double) turn.usage().inputTotal() / window));
        injected.of(route, names.tenant(turn.tenant())).increment(turn.context().historyTokens());
    }

    private void count(TurnRecord turn, Names names) {
        Usage usage = turn.usage();
        String provider = names.provider(turn.origin().provider());
        String model = names.model(turn.origin());
        String[] labels = {names.route(turn.route()), provider, model, names.tenant(turn.tenant())};
        input.of(labels).increment((double) usage.inputTotal());
        output.of(labels).increment((double) usage.outputTotal());
        cached.of(labels).increment((double) usage.cacheRead());
        cacheWrite.of(labels).increment((double) usage.cacheWrite());
        reasoning.of(labels).increment((double) usage.reasoning());
        if (usage.estimated()) {
            estimated.of(provider, model, "input").increment((double) usage.inputTotal());
            estimated.of(provider, model, "output").increment((double) usage.outputTotal());
        }
    }

    void cut(HistoryCut cut, Names names) {
        String route = names.route(cut.route());
        String strategy = label(cut.strategy());
        truncations.of(route, strategy, cut.reason().label()).increment();
        truncatedTokens.of(route, strategy).increment(cut.droppedTokens());
    }

    void lengthError(Origin origin, boolean recovered, Names names) {
        lengthErrors
                .of(names.provider(origin.provider()), Boolean.toString(recovered))
                .increment();
    }

    private static String label(Strategy strategy) {
        return strategy.name().toLowerCase(Locale.ROOT);
    }
}
