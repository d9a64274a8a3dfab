package io.backstory.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Origin;
import io.backstory.config.AuthConfig;
import io.backstory.config.GatewayConfig;
import io.backstory.config.LoggingConfig;
import io.backstory.config.ProviderConfig;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.ProviderConfig.Timeouts;
import io.backstory.config.RouteConfig;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.backstory.config.ServerConfig;
import io.backstory.config.SessionsConfig;
import io.backstory.upstream.Upstream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelRouterTest {
    private final Map<String, ScriptedUpstream> made = new LinkedHashMap<>();

    @Test
    void finds_a_route_with_its_targets_in_order() {
        Route route = router(route("fast", "beta/b", "alpha/a")).route("fast");

        assertThat(route.targets())
                .extracting(Target::origin)
                .containsExactly(new Origin("scripted", "beta", "b"), new Origin("scripted", "alpha", "a"));
        assertThat(route.first().model().contextWindow()).isEqualTo(1000);
    }

    @Test
    void an_unknown_name_is_no_model() {
        ModelRouter router = router(route("fast", "beta/b"));

        assertThatThrownBy(() -> router.route("slow")).isInstanceOfSatisfying(ChatException.class, failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.MODEL_NOT_FOUND);
            assertThat(failure.param()).isEqualTo("model");
        });
    }

    @Test
    void the_first_route_is_the_default() {
        ModelRouter router = router(route("fast", "beta/b"), route("default", "alpha/a"));

        assertThat(router.defaultRoute().name()).isEqualTo("fast");
        assertThat(router.names()).containsExactly("fast", "default");
    }

    @Test
    void routes_share_the_upstream_of_a_provider() {
        ModelRouter router = router(route("one", "alpha/a"), route("two", "alpha/a"));

        assertThat(router.route("one").first().upstream())
                .isSameAs(router.route("two").first().upstream());
    }

    @Test
    void cannot_be_made_with_a_target_nobody_offers() {
        assertThatThrownBy(() -> router(route("fast", "beta/unknown")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("beta/unknown");
    }

    @Test
    void closes_every_upstream() {
        router(route("fast", "beta/b")).close();

        assertThat(made.values()).hasSize(2).allMatch(upstream -> upstream.closed);
    }

    private ModelRouter router(RouteConfig... routes) {
        Map<String, RouteConfig> byName = new LinkedHashMap<>();
        for (RouteConfig route : routes) {
            byName.put(route.name(), route);
        }
        Map<String, ProviderConfig> providers = Map.of("alpha", provider("alpha", "a"), "beta", provider("beta", "b"));
        return new ModelRouter(
                new GatewayConfig(
                        ServerConfig.DEFAULT,
                        AuthConfig.OPEN,
                        providers,
                        byName,
                        SessionsConfig.DEFAULT,
                        LoggingConfig.DEFAULT),
                this::upstream,
                FallbackObserver.NONE);
    }

    private Upstream upstream(ProviderConfig provider) {
        return made.computeIfAbsent(provider.name(), name -> ScriptedUpstream.answering());
    }

    private static ProviderConfig provider(String name, String model) {
        Map<String, ModelConfig> models = Map.of(model, new ModelConfig(model, 1000, 100, "o200k_base"));
        return new ProviderConfig(name, "scripted", null, null, false, Timeouts.DEFAULT, 1, models, null);
    }

    private static RouteConfig route(String name, String... targets) {
        List<RouteConfig.Target> parsed = List.of(targets).stream()
                .map(target -> {
                    int slash = target.indexOf('/');
                    return new RouteConfig.Target(target.substring(0, slash), target.substring(slash + 1));
                })
                .toList();
        return new RouteConfig(name, parsed, HistoryConfig.DEFAULT);
    }
}
