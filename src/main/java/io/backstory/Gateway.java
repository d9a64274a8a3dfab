package io.backstory;

import io.backstory.access.ApiKeys;
import io.backstory.config.GatewayConfig;
import io.backstory.config.ServerConfig;
import io.backstory.http.HttpApi;
import io.backstory.http.HttpDoors;
import io.backstory.management.ManagementApi;
import io.backstory.management.Readiness;
import io.backstory.metrics.AuthFailure;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.routing.ModelRouter;
import io.backstory.store.SessionStore;
import io.backstory.turn.TurnService;
import io.backstory.upstream.ObservedUpstream;
import io.backstory.upstream.UpstreamObserver;
import io.backstory.upstream.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** A running gateway: the rooms of the house, wired together. */
public final class Gateway {
    private static final Duration MANAGEMENT_PATIENCE = Duration.ofSeconds(1);

    private final GatewayConfig config;
    private final GatewayMetrics metrics;
    private final SessionStore store;
    private final ModelRouter router;
    private final Readiness readiness;
    private final HttpDoors doors;
    private final HttpServer management;

    private Gateway(Rooms rooms, Readiness readiness, HttpDoors doors, HttpServer management) {
        this.config = rooms.config;
        this.metrics = rooms.metrics;
        this.store = rooms.store;
        this.router = rooms.router;
        this.readiness = readiness;
        this.doors = doors;
        this.management = management;
    }

    /** What stands before the doors open. */
    private record Rooms(GatewayConfig config, GatewayMetrics metrics, SessionStore store, ModelRouter router) {}

    /**
     * Opens the store, then both ports. Completes when requests are served; when anything fails, whatever was opened is
     * closed again and the failure tells the operator why.
     */
    public static Future<Gateway> start(Vertx vertx, GatewayConfig config) {
        GatewayMetrics metrics = new GatewayMetrics(config);
        return Stores.open(vertx, config.sessions(), metrics).compose(store -> {
            UpstreamObserver report = new UpstreamReport(metrics);
            ModelRouter router = new ModelRouter(
                    config, provider -> new ObservedUpstream(Upstreams.create(vertx, provider), report));
            return open(vertx, new Rooms(config, metrics, store, router))
                    .recover(failure -> Future.join(store.close(), router.close())
                            .transform(closed -> Future.failedFuture(failure)));
        });
    }

    private static Future<Gateway> open(Vertx vertx, Rooms rooms) {
        Readiness readiness = new Readiness(rooms.store::trouble);
        ManagementApi operators = new ManagementApi(vertx, rooms.metrics, readiness::reasons);
        ServerConfig server = rooms.config.server();
        return Encodings.preload(vertx, rooms.config)
                .compose(loaded -> vertx.createHttpServer()
                        .requestHandler(operators.router())
                        .listen(server.management().port(), server.management().host())
                        .recover(failure -> occupied(server.management(), "management", failure)))
                .compose(management -> HttpDoors.open(vertx, server.listen(), api(vertx, rooms))
                        .recover(failure -> occupied(server.listen(), "listen", failure))
                        .map(doors -> {
                            readiness.serving();
                            return new Gateway(rooms, readiness, doors, management);
                        }));
    }

    /** Says which of the two addresses it was, and which setting moves it: the cause alone names neither. */
    private static <T> Future<T> occupied(ServerConfig.Address address, String setting, Throwable failure) {
        return Future.failedFuture(new IOException(
                String.format(
                        "cannot listen on %s: %s. Another address is set by server.%s in the configuration, or by %s for the demo.",
                        address, failure.getMessage(), setting, "BACKSTORY_" + setting.toUpperCase(Locale.ROOT)),
                failure));
    }

    private static HttpApi api(Vertx vertx, Rooms rooms) {
        GatewayConfig config = rooms.config;
        TurnService turns = new TurnService(
                vertx,
                rooms.store,
                () -> rooms.router,
                rooms.metrics,
                config.sessions().retention());
        ApiKeys keys =
                new ApiKeys(config.auth(), refusal -> rooms.metrics.authFailed(AuthFailure.valueOf(refusal.name())));
        return new HttpApi(
                vertx,
                new HttpApi.Parts(
                        turns,
                        rooms.store,
                        () -> keys,
                        rooms.metrics,
                        config.server().maxBodyBytes()));
    }

    /** The port of the doors. */
    public int port() {
        return doors.port();
    }

    public int managementPort() {
        return management.actualPort();
    }

    /**
     * Lets running turns end, for as long as the configuration allows, and then closes everything. What was acknowledged
     * is stored.
     */
    public Future<Void> stop() {
        readiness.draining();
        return doors.drain(config.server().drain())
                .eventually(() -> router.close())
                .eventually(() -> store.close())
                .eventually(() -> management.shutdown(MANAGEMENT_PATIENCE))
                .onComplete(end -> metrics.close());
    }
}
