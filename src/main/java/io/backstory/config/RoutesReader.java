package io.backstory.config;

import io.backstory.config.LeavingConfig.OnDisconnect;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.backstory.config.RouteConfig.Strategy;
import io.backstory.config.RouteConfig.Target;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code routes} and checks them against the providers. */
final class RoutesReader {
    private final Section root;
    private final Section written;
    private final Map<String, ProviderConfig> providers;
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> usedProviders = new LinkedHashSet<>();

    RoutesReader(Section root, Section written, Map<String, ProviderConfig> providers) {
        this.root = root;
        this.written = written;
        this.providers = providers;
    }

    Map<String, RouteConfig> read() {
        Section routes = root.namedSection("routes");
        Map<String, RouteConfig> read = new LinkedHashMap<>();
        for (String name : routes.names()) {
            if (!Names.ROUTE.allow(name)) {
                routes.error(routes.placeOf(name), Names.ROUTE.rule());
            }
            names.add(name);
            Section route = Section.of(routes.get(name), routes.placeOf(name), "targets", "history", "onDisconnect");
            List<Target> targets = targets(route);
            HistoryConfig history = history(route, targets);
            if (!targets.isEmpty()) {
                OnDisconnect onDisconnect = route.find("onDisconnect")
                        .flatMap(written -> written.read(Readings.choice(OnDisconnect.class)))
                        .orElse(null);
                read.put(name, new RouteConfig(name, targets, history, onDisconnect));
            }
        }
        if (names.isEmpty()) {
            root.error(
                    root.placeOf("routes"),
                    "There is no route. One is needed, such as  default: {targets: [provider/model]}");
        }
        warnOfUnused();
        return read;
    }

    /** All names of the section, also of routes that have a problem. */
    Set<String> names() {
        return names;
    }

    private List<Target> targets(Section route) {
        Optional<Value> list =
                route.require("targets", "targets is missing: the models to ask, such as [provider/model].");
        List<Value> items = list.map(Value::items).orElse(List.of());
        list.filter(Value::isEmptyList)
                .ifPresent(empty -> empty.error("A route needs at least one target, written provider/model."));
        Set<Target> read = new LinkedHashSet<>();
        for (Value item : items) {
            item.read(text -> target(text, item.written()))
                    .filter(target -> !read.add(target))
                    .ifPresent(target -> item.error("This target stands in the route twice. Remove one."));
        }
        return List.copyOf(read);
    }

    private Target target(String text, String written) throws Refused {
        int slash = text.indexOf('/');
        if (slash < 1 || slash == text.length() - 1) {
            throw new Refused("A target is written provider/model.");
        }
        Target target = new Target(text.substring(0, slash), text.substring(slash + 1));
        usedProviders.add(target.provider());
        if (model(target).isEmpty()) {
            throw new Refused(text.equals(written) ? unknown(target) : "The variable names no model of a provider.");
        }
        return target;
    }

    private String unknown(Target target) {
        ProviderConfig provider = providers.get(target.provider());
        if (provider == null) {
            return "There is no provider called \"" + target.provider() + "\"."
                    + Suggestion.didYouMean(target.provider(), providers.keySet());
        }
        return "Provider \"" + provider.name() + "\" has no model \"" + target.model() + "\". It has: "
                + String.join(", ", provider.models().keySet()) + ".";
    }

    private Optional<ModelConfig> model(Target target) {
        return Optional.ofNullable(providers.get(target.provider()))
                .map(provider -> provider.models().get(target.model()));
    }

    private HistoryConfig history(Section route, List<Target> targets) {
        Section history = route.section(
                "history", "budgetTokens", "strategy", "lowWater", "keepToolResults", "clearMedia", "allowPriceCliff");
        Strategy strategy = history.read("strategy", HistoryConfig.DEFAULT.strategy(), Readings.choice(Strategy.class));
        Optional<Integer> budget =
                history.find("budgetTokens").flatMap(value -> value.read(Readings.whole(1, Integer.MAX_VALUE)));
        Optional<Double> lowWater = history.read("lowWater", Optional.empty(), Readings.share(0.3, 0.95));
        checkStrategy(strategy, history);
        budget.ifPresent(tokens -> checkBudget(tokens, history.get("budgetTokens"), targets));
        return new HistoryConfig(
                budget.orElse(null),
                strategy,
                lowWater.orElse(null),
                history.read("keepToolResults", HistoryConfig.DEFAULT.keepToolResults(), Readings.whole(0, 100)),
                history.read("clearMedia", true, Readings.flag()),
                history.read("allowPriceCliff", false, Readings.flag()));
    }

    private static void checkStrategy(Strategy strategy, Section history) {
        if (strategy == Strategy.FULL && history.has("budgetTokens")) {
            history.error(
                    history.placeOf("budgetTokens"),
                    "Strategy full sends everything, so it has no budget.",
                    "Remove budgetTokens, or use strategy: error to refuse what is over it.");
        }
        if (strategy != Strategy.CACHE_STABLE && history.has("lowWater")) {
            history.error(
                    history.placeOf("lowWater"),
                    "Only strategy cache_stable cuts down to a low-water mark. Remove lowWater.");
        }
        boolean cuts = strategy == Strategy.CACHE_STABLE || strategy == Strategy.SLIDING;
        for (String setting : List.of("keepToolResults", "clearMedia")) {
            if (!cuts && history.has(setting)) {
                history.error(history.placeOf(setting), "This strategy makes no cut that clears anything. Remove it.");
            }
        }
    }

    private void checkBudget(int tokens, Value value, List<Target> targets) {
        Optional<Target> smallest = targets.stream().min(Comparator.comparingInt(this::window));
        if (smallest.isPresent() && window(smallest.get()) < tokens) {
            Target target = smallest.get();
            value.error(
                    String.format(
                            Locale.ROOT,
                            "Target %s holds %,d tokens, so %,d can never fit.",
                            target,
                            window(target),
                            tokens),
                    "Lower budgetTokens, or take " + target + " out of this route.");
        }
    }

    private int window(Target target) {
        return model(target).map(ModelConfig::contextWindow).orElse(Integer.MAX_VALUE);
    }

    private void warnOfUnused() {
        for (String provider : providers.keySet()) {
            if (!usedProviders.contains(provider)) {
                root.warning(written.placeOf(provider), "no route uses this provider.");
            }
        }
    }
}
