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
import io.backstory.upstream.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A running gateway: the rooms of the house, wired together. */
public final class Gateway {
    private static final Duration MANAGEMENT_PATIENCE = Duration.ofSeconds(1);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final GatewayConfig config;
    private final GatewayMetrics metrics;
    private final SessionStore store;
    private final ModelRouter router;
    private final Readiness readiness;
    private final HttpDoors doors;
    private final HttpServer management;
    private final TurnService turns;

    private Gateway(Vertx vertx, Rooms rooms, Readiness readiness, HttpDoors doors, HttpServer management) {
        this.vertx = vertx;
        this.config = rooms.config;
        this.metrics = rooms.metrics;
        this.store = rooms.store;
        this.router = rooms.router;
        this.readiness = readiness;
        this.doors = doors;
        this.management = management;
        this.turns = rooms.turns;
    }

    /** What stands before the doors open. */
    private record Rooms(
            GatewayConfig config, GatewayMetrics metrics, SessionStore store, ModelRouter router, TurnService turns) {}

    /**
     * Opens the store, then both ports. Completes when requests are served; when anything fails, whatever was opened is
     * closed again and the failure tells the operator why.
     */
    public static Future<Gateway> start(Vertx vertx, GatewayConfig config) {
        GatewayMetrics metrics = new GatewayMetrics(config);
        return Stores.open(vertx, config.sessions(), metrics)
                .compose(store -> orUndo(
                        Future.succeededFuture().compose(none -> over(vertx, config, metrics, store)), store::close))
                .onFailure(failure -> metrics.close());
    }

    private static Future<Gateway> over(Vertx vertx, GatewayConfig config, GatewayMetrics metrics, SessionStore store) {
        UpstreamReport report = new UpstreamReport(metrics);
        ModelRouter router = new ModelRouter(
                config, provider -> new ObservedUpstream(Upstreams.create(vertx, provider), report), report::fellBack);
        TurnService turns = new TurnService(vertx, store, () -> router, metrics, config.sessions());
        return orUndo(open(vertx, new Rooms(config, metrics, store, router, turns)), router::close);
    }

    private static Future<Gateway> open(Vertx vertx, Rooms rooms) {
        Readiness readiness = new Readiness(rooms.store::trouble);
        return Encodings.preload(vertx, rooms.config)
                .compose(loaded -> listen(vertx, rooms, readiness))
                .compose(management -> orUndo(
                        doors(vertx, rooms).map(doors -> {
                            readiness.serving();
                            return new Gateway(vertx, rooms, readiness, doors, management);
                        }),
                        management::close));
    }

    private static Future<HttpServer> listen(Vertx vertx, Rooms rooms, Readiness readiness) {
        ManagementApi operators = new ManagementApi(vertx, rooms.metrics, readiness::reasons);
        ServerConfig.Address address = rooms.config.server().management();
        return vertx.createHttpServer()
                .requestHandler(operators.router())
                .listen(address.port(), address.host())
                .recover(failure -> occupied(address, "management", failure));
    }

    private static Future<HttpDoors> doors(Vertx vertx, Rooms rooms) {
        ServerConfig.Address address = rooms.config.server().listen();
        return HttpDoors.open(vertx, address, api(vertx, rooms))
                .recover(failure -> occupied(address, "listen", failure));
    }

    /** When {@code opening} fails, what was opened before it is closed; the failure stays the same. */
    private static Future<Gateway> orUndo(Future<Gateway> opening, Supplier<Future<Void>> undo) {
        return opening.recover(failure -> undo.get().transform(closed -> Future.failedFuture(failure)));
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
        ApiKeys keys =
                new ApiKeys(config.auth(), refusal -> rooms.metrics.authFailed(AuthFailure.valueOf(refusal.name())));
        return new HttpApi(
                vertx,
                new HttpApi.Parts(
                        rooms.turns,
                        rooms.store,
                        () -> keys,
                        rooms.metrics,
                        config.server().maxBodyBytes(),
                        config.sessions().queue()));
    }

    /** The port of the doors. */
    public int port() {
        return doors.port();
    }

    public int managementPort() {
        return management.actualPort();
    }

    /**
     * Says that it ends, takes turns until those who send them have noticed, lets the running ones end for as long as the
     * configuration allows, and then closes everything. What was acknowledged is stored.
     */
    public Future<Void> stop() {
        readiness.draining();
        return pause(config.server().drainDelay())
                .compose(noticed -> drain(config.server().drain()))
                .eventually(() -> router.close())
                .eventually(() -> store.close())
                .eventually(() -> management.shutdown(MANAGEMENT_PATIENCE))
                .onComplete(end -> metrics.close());
    }

    private Future<Void> pause(Duration time) {
        return time.isZero()
                ? Future.succeededFuture()
                : vertx.timer(time.toMillis()).mapEmpty();
    }

    /** The last part of the time is for turns that have to be stopped, so that their clients are told and leases go back. */
    private Future<Void> drain(Duration patience) {
        Duration fifth = patience.dividedBy(5);
        Duration last = fifth.compareTo(LAST_WORDS) < 0 ? fifth : LAST_WORDS;
        long timer = vertx.setTimer(Math.max(1, patience.minus(last).toMillis()), id -> cutOff());
        return Future.join(doors.drain(patience), turns.idle())
                .timeout(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS)
                .onComplete(end -> vertx.cancelTimer(timer))
                .mapEmpty();
    }

    /** Turns whose providers have not begun to answer end with the connections to them. */
    private void cutOff() {
        turns.stop();
        router.close();
    }
}
