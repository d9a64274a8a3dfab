package io.backstory.routing;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Origin;
import io.backstory.config.GatewayConfig;
import io.backstory.config.ProviderConfig;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.RouteConfig;
import io.backstory.upstream.Upstream;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The routes of one configuration. Immutable: a reload makes a new one, and closes the old one when its calls are done. */
public final class ModelRouter {
    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();
    private final Map<String, Route> routes = new LinkedHashMap<>();
    private final FallbackObserver observer;
    private final String defaultRoute;

    /**
     * Makes one upstream for each provider and resolves the targets of the routes.
     *
     * @throws IllegalArgumentException when a target names a provider or model that is not configured
     */
    public ModelRouter(GatewayConfig config, Function<ProviderConfig, Upstream> upstreamOf, FallbackObserver observer) {
        this.observer = observer;
        config.providers().forEach((name, provider) -> upstreams.put(name, upstreamOf.apply(provider)));
        config.routes().forEach((name, route) -> routes.put(name, resolve(config, route)));
        defaultRoute = config.defaultRoute();
    }

    /**
     * The route of this name.
     *
     * @throws ChatException {@code MODEL_NOT_FOUND} when there is none
     */
    public Route route(String name) {
        Route route = routes.get(name);
        if (route == null) {
            throw new ChatException(Kind.MODEL_NOT_FOUND, "There is no model " + name + " here.", "model");
        }
        return route;
    }

    /** The first route of the configuration. */
    public Route defaultRoute() {
        return route(defaultRoute);
    }

    /** In the order of the configuration. */
    public Set<String> names() {
        return Collections.unmodifiableSet(routes.keySet());
    }

    /** Closes every upstream; calls still running fail. */
    public Future<Void> close() {
        List<Future<Void>> closing =
                upstreams.values().stream().map(Upstream::close).toList();
        return Future.join(closing).mapEmpty();
    }

    private Route resolve(GatewayConfig config, RouteConfig route) {
        List<Target> targets =
                route.targets().stream().map(target -> resolve(config, target)).toList();
        return new Route(route.name(), targets, route.history(), route.onDisconnect(), observer);
    }

    private Target resolve(GatewayConfig config, RouteConfig.Target target) {
        ProviderConfig provider = config.providers().get(target.provider());
        ModelConfig model = provider == null ? null : provider.models().get(target.model());
        if (model == null) {
            throw new IllegalArgumentException("no provider offers " + target);
        }
        Upstream upstream = requireNonNull(upstreams.get(target.provider()));
        return new Target(new Origin(upstream.dialect(), target.provider(), target.model()), upstream, model);
    }
}
