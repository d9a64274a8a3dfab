package io.backstory.testing;

import io.backstory.Gateway;
import io.backstory.config.AuthConfig;
import io.backstory.config.GatewayConfig;
import io.backstory.config.LeavingConfig;
import io.backstory.config.LeavingConfig.OnDisconnect;
import io.backstory.config.LimitsConfig;
import io.backstory.config.LoggingConfig;
import io.backstory.config.ProviderConfig;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.ProviderConfig.Timeouts;
import io.backstory.config.QueueConfig;
import io.backstory.config.RouteConfig;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.backstory.config.Secret;
import io.backstory.config.ServerConfig;
import io.backstory.config.ServerConfig.Address;
import io.backstory.config.SessionsConfig;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway in this process, in front of one fake provider, on free ports. */
public final class RunningGateway implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Address ANY_PORT = new Address("127.0.0.1", 0);

    private final Vertx vertx;
    private final FakeProvider provider;
    private final Gateway gateway;

    private RunningGateway(Vertx vertx, FakeProvider provider, Gateway gateway) {
        this.vertx = vertx;
        this.provider = provider;
        this.gateway = gateway;
    }

    public static RunningGateway inFrontOf(Wire wire) {
        return start(wire, new Settings());
    }

    /** What differs from the defaults. */
    public record Settings(
            HistoryConfig history,
            StoreConfig store,
            AuthConfig auth,
            Timeouts timeouts,
            long nearCacheBytes,
            LeavingConfig leaving,
            QueueConfig queue,
            Duration drainDelay,
            Duration drain,
            LimitsConfig limits) {
        public Settings() {
            this(
                    HistoryConfig.DEFAULT,
                    new StoreConfig.Memory(),
                    AuthConfig.OPEN,
                    Timeouts.DEFAULT,
                    64L << 20,
                    LeavingConfig.DEFAULT,
                    QueueConfig.DEFAULT,
                    Duration.ZERO,
                    Duration.ofSeconds(5),
                    LimitsConfig.DEFAULT);
        }

        public Settings withLimits(LimitsConfig other) {
            return new Settings(
                    history, store, auth, timeouts, nearCacheBytes, leaving, queue, drainDelay, drain, other);
        }

        public Settings withBudget(int tokens) {
            HistoryConfig limited = new HistoryConfig(tokens, history.strategy(), history.lowWater());
            return new Settings(
                    limited, store, auth, timeouts, nearCacheBytes, leaving, queue, drainDelay, drain, limits);
        }

        public Settings withStore(StoreConfig other) {
            return new Settings(
                    history, other, auth, timeouts, nearCacheBytes, leaving, queue, drainDelay, drain, limits);
        }

        public Settings withAuth(AuthConfig other) {
            return new Settings(
                    history, store, other, timeouts, nearCacheBytes, leaving, queue, drainDelay, drain, limits);
        }

        public Settings withNearCache(long bytes) {
            return new Settings(history, store, auth, timeouts, bytes, leaving, queue, drainDelay, drain, limits);
        }

        public Settings withLeaving(OnDisconnect policy, Duration finishAtMost) {
            LeavingConfig other = new LeavingConfig(policy, finishAtMost);
            return new Settings(
                    history, store, auth, timeouts, nearCacheBytes, other, queue, drainDelay, drain, limits);
        }

        public Settings withDrain(Duration delay, Duration most) {
            return new Settings(history, store, auth, timeouts, nearCacheBytes, leaving, queue, delay, most, limits);
        }

        public Settings withQueue(QueueConfig other) {
            return new Settings(
                    history, store, auth, timeouts, nearCacheBytes, leaving, other, drainDelay, drain, limits);
        }

        /** Gives up on a silent provider this soon. */
        public Settings withPatience(Duration patience) {
            Timeouts limited = new Timeouts(patience, patience, patience, patience);
            return new Settings(
                    history, store, auth, limited, nearCacheBytes, leaving, queue, drainDelay, drain, limits);
        }
    }

    public static RunningGateway start(Wire wire, Settings settings) {
        Vertx vertx = Vertx.vertx();
        FakeProvider provider = Await.within(FakeProvider.start(vertx));
        provider.byDefault(wire.text("Hello."));
        GatewayConfig config = config(wire, provider, settings);
        return new RunningGateway(vertx, provider, Await.within(Gateway.start(vertx, config)));
    }

    private static GatewayConfig config(Wire wire, FakeProvider provider, Settings settings) {
        ModelConfig model = new ModelConfig("large-1", 128_000, 8_000, "o200k_base");
        ProviderConfig upstream = new ProviderConfig(
                "alpha",
                wire.dialect(),
                URI.create(provider.baseUrl() + wire.basePath()),
                new Secret("provider-key-canary"),
                true,
                settings.timeouts(),
                20,
                Map.of(model.name(), model),
                null);
        RouteConfig route =
                new RouteConfig("default", List.of(new RouteConfig.Target("alpha", "large-1")), settings.history());
        return new GatewayConfig(
                new ServerConfig(ANY_PORT, ANY_PORT, 4L << 20, settings.drainDelay(), settings.drain()),
                settings.auth(),
                Map.of("alpha", upstream),
                Map.of("default", route),
                new SessionsConfig(
                        settings.store(),
                        Duration.ofDays(1),
                        settings.nearCacheBytes(),
                        Duration.ofMinutes(10),
                        settings.leaving(),
                        settings.queue(),
                        settings.limits()),
                LoggingConfig.DEFAULT);
    }

    public FakeProvider provider() {
        return provider;
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + gateway.port() + path);
    }

    public URI managementUrl(String path) {
        return URI.create("http://127.0.0.1:" + gateway.managementPort() + path);
    }

    /** Posts JSON; headers are name, value, name, value. */
    public Reply post(String path, String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return send(request, headers);
    }

    public Reply get(String path, String... headers) {
        return send(HttpRequest.newBuilder(url(path)), headers);
    }

    public Reply delete(String path) {
        return send(HttpRequest.newBuilder(url(path)).DELETE());
    }

    /** Sends JSON with any method. */
    public Reply json(String method, String path, String json, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(path))
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json));
        return send(request, headers);
    }

    public Reply management(String path) {
        return send(HttpRequest.newBuilder(managementUrl(path)));
    }

    /** Sends a request made by hand; see {@link #url}. */
    public static Reply send(HttpRequest.Builder request, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpRequest ready = request.timeout(Duration.ofSeconds(30)).build();
        return new Reply(CLIENT.sendAsync(ready, HttpResponse.BodyHandlers.ofString())
                .orTimeout(30, TimeUnit.SECONDS)
                .join());
    }

    /** Begins to drain; completes when the gateway has ended. */
    public Future<Void> stop() {
        return gateway.stop();
    }

    /** Ends without waiting for anything. */
    public void abandon() {
        Await.within(vertx.close());
    }

    @Override
    public void close() {
        Await.within(gateway.stop());
        Await.within(vertx.close());
    }
}
