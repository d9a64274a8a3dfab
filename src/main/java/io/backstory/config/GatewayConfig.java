package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything the gateway is told. Immutable; a reload makes a new one.
 *
 * @param providers by name, in the order of the file
 * @param routes by the model name clients ask for; the first one is the default route
 */
public record GatewayConfig(
        ServerConfig server,
        AuthConfig auth,
        Map<String, ProviderConfig> providers,
        Map<String, RouteConfig> routes,
        SessionsConfig sessions,
        LoggingConfig logging) {
    public GatewayConfig {
        requireNonNull(server);
        requireNonNull(auth);
        providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
        routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
        requireNonNull(sessions);
        requireNonNull(logging);
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("at least one route is needed");
        }
    }

    public String defaultRoute() {
        return routes.keySet().iterator().next();
    }
}
