package io.backstory.metrics;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.backstory.chat.Origin;
import io.backstory.config.AuthConfig;
import io.backstory.config.AuthConfig.TenantConfig;
import io.backstory.config.GatewayConfig;
import io.backstory.config.ProviderConfig;
import io.backstory.config.RouteConfig.Target;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names one configuration knows. Every other name becomes {@code _other} before it is a label. */
final class Names {
    static final String OTHER = "_other";
    /** The tenant of a caller who was not recognised. */
    static final String NONE = "_none";

    private static final int MAX_TENANTS = 200;

    private final GatewayConfig config;
    private final Set<Target> models;
    private final Set<String> modelNames;
    private final Map<String, Collection<String>> routesByTenant;

    Names(GatewayConfig config) {
        this.config = config;
        this.models = Stream.concat(targets().stream(), servedModels(config)).collect(toUnmodifiableSet());
        this.modelNames = models.stream().map(Target::model).collect(toUnmodifiableSet());
        this.routesByTenant = routesByTenant(config);
    }

    String route(@Nullable String name) {
        return orOther(name, routes());
    }

    String provider(String name) {
        return orOther(name, config.providers().keySet());
    }

    String model(Origin origin) {
        return models.contains(new Target(origin.provider(), origin.model())) ? origin.model() : OTHER;
    }

    String tenant(@Nullable String name) {
        return name == null ? NONE : orOther(name, routesByTenant.keySet());
    }

    Set<String> routes() {
        return config.routes().keySet();
    }

    Collection<ProviderConfig> providers() {
        return config.providers().values();
    }

    /** Every target of every route, once. */
    List<Target> targets() {
        return config.routes().values().stream()
                .flatMap(route -> route.targets().stream())
                .distinct()
                .toList();
    }

    Map<String, List<Target>> targetsByRoute() {
        Map<String, List<Target>> targets = new LinkedHashMap<>();
        config.routes().forEach((name, route) -> targets.put(name, route.targets()));
        return targets;
    }

    /** The routes each tenant may ask for. */
    Map<String, Collection<String>> routesByTenant() {
        return routesByTenant;
    }

    /** Tokens the model takes, where the configuration says so. */
    OptionalInt contextWindow(Origin origin) {
        ProviderConfig provider = config.providers().get(origin.provider());
        ProviderConfig.ModelConfig model =
                provider == null ? null : provider.models().get(origin.model());
        return model == null ? OptionalInt.empty() : OptionalInt.of(model.contextWindow());
    }

    /** Whether this configuration would still make such a label. */
    boolean allows(String label, String value) {
        return value.equals(OTHER)
                || switch (label) {
                    case "route" -> routes().contains(value);
                    case "provider", "from_provider", "to_provider" ->
                        config.providers().containsKey(value);
                    case "model" -> modelNames.contains(value);
                    case "tenant" -> value.equals(NONE) || routesByTenant.containsKey(value);
                    default -> true;
                };
    }

    private static String orOther(@Nullable String name, Set<String> known) {
        return name != null && known.contains(name) ? name : OTHER;
    }

    private static Stream<Target> servedModels(GatewayConfig config) {
        return config.providers().values().stream().flatMap(provider -> provider.models().keySet().stream()
                .map(model -> new Target(provider.name(), model)));
    }

    private static Map<String, Collection<String>> routesByTenant(GatewayConfig config) {
        Set<String> all = config.routes().keySet();
        if (config.auth().mode() == AuthConfig.Mode.NONE) {
            return Map.of(AuthConfig.OPEN_TENANT, all);
        }
        Map<String, Collection<String>> routes = new LinkedHashMap<>();
        for (TenantConfig tenant : config.auth().tenants().subList(0, tenantCount(config))) {
            routes.put(tenant.id(), tenant.routes().isEmpty() ? all : tenant.routes());
        }
        return routes;
    }

    private static int tenantCount(GatewayConfig config) {
        return Math.min(MAX_TENANTS, config.auth().tenants().size());
    }
}
