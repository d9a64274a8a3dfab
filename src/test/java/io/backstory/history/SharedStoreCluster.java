package io.backstory.history;

import io.backstory.access.ApiKeys;
import io.backstory.config.GatewayConfig;
import io.backstory.config.LoggingConfig;
import io.backstory.config.ProviderConfig;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.ProviderConfig.Timeouts;
import io.backstory.config.RouteConfig;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.backstory.config.Secret;
import io.backstory.config.ServerConfig;
import io.backstory.config.ServerConfig.Address;
import io.backstory.config.SessionsConfig;
import io.backstory.http.HttpApi;
import io.backstory.http.HttpDoors;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.routing.ModelRouter;
import io.backstory.store.MemorySessionStore;
import io.backstory.store.SessionStore;
import io.backstory.testing.Await;
import io.backstory.turn.TurnService;
import io.backstory.upstream.Upstreams;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gateways in this process, each on an event loop of its own, over one store in memory whose leases last half a second.
 * Killing one closes its event loop: whatever it was about to do does not happen.
 */
final class SharedStoreCluster implements Cluster {
    private static final int FASTER = 30;
    private static final Address ANY_PORT = new Address("127.0.0.1", 0);

    private final GatewayConfig config;
    private final Shape shape;
    private final SessionStore store = new MemorySessionStore(new FastClock(FASTER));
    private final List<Node> nodes = new ArrayList<>();

    SharedStoreCluster(int size, URI provider, Shape shape) {
        this.config = config(provider);
        this.shape = shape;
        for (int i = 0; i < size; i++) {
            nodes.add(new Node());
        }
    }

    private final class Node {
        private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        private final GatewayMetrics metrics = new GatewayMetrics(config);
        private final PausableStore way = new PausableStore(vertx, store);
        private final ModelRouter router =
                new ModelRouter(config, provider -> shape.asked(Upstreams.create(vertx, provider)), fallback -> {});
        private final URI doors;

        Node() {
            SessionStore cached = shape.cached(shape.reached(vertx, way));
            TurnService turns = new TurnService(vertx, cached, () -> router, metrics, config.sessions());
            ApiKeys keys = new ApiKeys(config.auth(), refusal -> {});
            HttpApi api = new HttpApi(
                    vertx,
                    new HttpApi.Parts(
                            turns,
                            cached,
                            () -> keys,
                            metrics,
                            1 << 20,
                            config.sessions().queue()));
            doors = URI.create("http://127.0.0.1:"
                    + Await.within(HttpDoors.open(vertx, ANY_PORT, api)).port());
        }
    }

    private static GatewayConfig config(URI provider) {
        ProviderConfig echo = new ProviderConfig(
                "echo",
                "openai-chat",
                provider,
                new Secret("provider-key"),
                true,
                Timeouts.DEFAULT,
                200,
                Map.of("echo-1", new ModelConfig("echo-1", 128_000, 8_000, "o200k_base")),
                null);
        RouteConfig route =
                new RouteConfig("default", List.of(new RouteConfig.Target("echo", "echo-1")), HistoryConfig.DEFAULT);
        return new GatewayConfig(
                new ServerConfig(ANY_PORT, ANY_PORT, 1 << 20, Duration.ZERO, Duration.ofSeconds(5)),
                Tenants.config(),
                Map.of("echo", echo),
                Map.of("default", route),
                SessionsConfig.DEFAULT,
                LoggingConfig.DEFAULT);
    }

    @Override
    public int size() {
        return nodes.size();
    }

    @Override
    public synchronized URI doors(int gateway) {
        return nodes.get(gateway).doors;
    }

    @Override
    public List<Trouble> troubles() {
        List<Trouble> troubles = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            int gateway = i;
            troubles.add(new Trouble("kill", 0, 100, () -> kill(gateway), () -> restart(gateway)));
            troubles.add(new Trouble("pause", 10, 700, () -> node(gateway).way.pause(), () -> node(gateway)
                    .way
                    .resume()));
        }
        return troubles;
    }

    private void kill(int gateway) {
        node(gateway).router.close();
        Await.within(node(gateway).vertx.close());
        node(gateway).metrics.close();
    }

    private synchronized void restart(int gateway) {
        nodes.set(gateway, new Node());
    }

    @Override
    public void close() {
        for (int i = 0; i < size(); i++) {
            kill(i);
        }
    }

    private synchronized Node node(int gateway) {
        return nodes.get(gateway);
    }
}
