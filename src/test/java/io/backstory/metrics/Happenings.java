package io.backstory.metrics;

import io.backstory.chat.Bytes;
import io.backstory.chat.ContextReport;
import io.backstory.chat.Origin;
import io.backstory.chat.Usage;
import io.backstory.config.AuthConfig;
import io.backstory.config.AuthConfig.KeyConfig;
import io.backstory.config.AuthConfig.TenantConfig;
import io.backstory.config.GatewayConfig;
import io.backstory.config.LoggingConfig;
import io.backstory.config.ProviderConfig;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.ProviderConfig.Timeouts;
import io.backstory.config.RouteConfig;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.backstory.config.RouteConfig.Strategy;
import io.backstory.config.RouteConfig.Target;
import io.backstory.config.ServerConfig;
import io.backstory.config.SessionsConfig;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small gateway's configuration, and one of everything that can happen to it. */
final class Happenings {
    private static final long MILLI = 1_000_000;

    private Happenings() {}

    /** Tenants acme and globex; providers alpha and beta with one model each; the given routes to both. */
    static GatewayConfig config(String... routeNames) {
        Map<String, RouteConfig> routes = new LinkedHashMap<>();
        for (String name : routeNames) {
            List<Target> targets = List.of(new Target("alpha", "large"), new Target("beta", "small"));
            routes.put(name, new RouteConfig(name, targets, HistoryConfig.DEFAULT));
        }
        AuthConfig auth = new AuthConfig(AuthConfig.Mode.KEYS, false, List.of(tenant("acme"), tenant("globex")));
        Map<String, ProviderConfig> providers =
                Map.of("alpha", provider("alpha", "large", "example"), "beta", provider("beta", "small", "example"));
        return new GatewayConfig(
                ServerConfig.DEFAULT, auth, providers, routes, SessionsConfig.DEFAULT, LoggingConfig.DEFAULT);
    }

    /** The same provider names at another address. */
    static GatewayConfig movedTo(String domain) {
        GatewayConfig config = config("default");
        ProviderConfig moved = provider("alpha", "large", domain);
        return new GatewayConfig(
                config.server(),
                config.auth(),
                Map.of("alpha", moved, "beta", provider("beta", "small", domain)),
                config.routes(),
                config.sessions(),
                config.logging());
    }

    static GatewayMetrics afterOneOfEverything() {
        GatewayMetrics metrics = new GatewayMetrics(config("default"));
        metrics.watchCache(() -> 3, () -> 4096);
        metrics.watchOrphans(() -> 1);
        oneOfEverything(metrics, "default", "alpha", "large", "acme");
        return metrics;
    }

    static void oneOfEverything(GatewayMetrics metrics, String route, String provider, String model, String tenant) {
        metrics.requestStarted(Door.CHAT);
        metrics.requestFinished(request(route, tenant, Outcome.OK));
        metrics.streamStarted(route).end(StreamEnd.COMPLETE);
        metrics.phaseFinished(Phase.BEGIN, MILLI);
        metrics.authFailed(AuthFailure.UNKNOWN_KEY);
        Origin origin = new Origin("openai-chat", provider, model);
        metrics.upstreamFinished(new UpstreamCall(origin, true, ErrorClass.NONE, 900 * MILLI, 200 * MILLI));
        metrics.fellBack(new Fallback(route, provider, "beta", ErrorClass.RESET, true));
        metrics.turnBegan(route, 4);
        metrics.turnAnswered(turn(route, tenant, origin));
        metrics.historyCut(new HistoryCut(route, Strategy.CACHE_STABLE, CutReason.OVERFLOW, 500));
        metrics.sessionCreated(tenant);
        metrics.sessionConflict(ConflictResolution.REJECTED);
        metrics.turnQueued(Door.CHAT, 900 * MILLI);
        metrics.storeOperation(StoreKind.SQLITE, StoreOperation.COMMIT, StoreResult.OK, MILLI);
        metrics.replayed(ReplayKind.EXPLICIT);
        metrics.commitEnded(CommitResult.OK);
        metrics.turnAcknowledged(MILLI);
        metrics.leaseLost();
        metrics.historyRegressed();
        metrics.cacheLookup(CacheResult.HIT);
        metrics.cacheEvicted(EvictionCause.SIZE);
    }

    static RequestRecord request(@Nullable String route, @Nullable String tenant, Outcome outcome) {
        return new RequestRecord(
                Door.CHAT, route, tenant, true, outcome, outcome.usualStatus(), 950 * MILLI, 3 * MILLI, 210 * MILLI);
    }

    static TurnRecord turn(String route, String tenant, Origin origin) {
        Usage usage = new Usage(1000, 600, 100, 50, 20, true, Bytes.EMPTY);
        ContextReport context =
                new ContextReport(1000, true, 8000, 5, 1, 0, 0, 0, 0, 800, false, 0, List.of(), List.of());
        return new TurnRecord(route, tenant, origin, usage, context);
    }

    private static TenantConfig tenant(String id) {
        return new TenantConfig(id, List.of(new KeyConfig(id + "-key", "00".repeat(32))), List.of());
    }

    private static ProviderConfig provider(String name, String model, String domain) {
        ModelConfig known = new ModelConfig(model, 128_000, 4_096, "o200k_base");
        URI url = URI.create("https://" + name + "." + domain + "/v1");
        return new ProviderConfig(
                name, "openai-chat", url, null, false, Timeouts.DEFAULT, 16, Map.of(model, known), null);
    }
}
