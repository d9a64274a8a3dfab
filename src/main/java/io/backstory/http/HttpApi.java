package io.backstory.http;

import io.backstory.access.ApiKeys;
import io.backstory.config.QueueConfig;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.store.SessionStore;
import io.backstory.turn.TurnService;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.function.Supplier;

/** The doors of the gateway: the whole route table. */
public final class HttpApi {
    private final Vertx vertx;
    private final Parts parts;
    private final Draining draining = new Draining();

    /**
     * What the doors stand on.
     *
     * @param maxBodyBytes a larger request gets 413
     * @param queue which doors let turns of one session wait for each other
     */
    public record Parts(
            TurnService turns,
            SessionStore store,
            Supplier<ApiKeys> keys,
            GatewayMetrics metrics,
            long maxBodyBytes,
            QueueConfig queue) {}

    public HttpApi(Vertx vertx, Parts parts) {
        this.vertx = vertx;
        this.parts = parts;
    }

    /** Serves what these answer: an HTTP server needs both handlers. */
    HttpServer serve(HttpServer server) {
        Router router = router();
        StrayRequests stray = new StrayRequests(parts.metrics());
        return server.invalidRequestHandler(stray::notParsed).requestHandler(request -> {
            if (request.path() != null && request.path().startsWith("/")) {
                router.handle(request);
            } else {
                stray.notAPath(request);
            }
        });
    }

    /** From now on requests are refused; those that are answered already go on. */
    void refuseNew() {
        draining.begin();
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(new RequestReport(parts.metrics()));
        router.route().handler(draining);
        router.route().handler(new RequestGate(parts.keys()));
        router.route().handler(BodyHandler.create(false).setBodyLimit(parts.maxBodyBytes()));
        router.route().failureHandler(new FailureHandler());

        turns(router, "/v1/chat", DoorPath.CHAT);
        turns(router, "/chat", DoorPath.CHAT);
        turns(router, "/v1/chat/completions", DoorPath.COMPLETIONS);

        ModelsHandler models = new ModelsHandler(parts.turns());
        router.get("/v1/models").handler(models::list);
        router.get("/v1/models/:name").handler(models::get);

        SessionsHandler sessions = new SessionsHandler(parts.store());
        router.get("/v1/sessions").handler(sessions::list);
        router.get("/v1/sessions/:id").handler(sessions::get);
        router.get("/v1/sessions/:id/items").handler(sessions::items);
        router.delete("/v1/sessions/:id").handler(sessions::delete);

        List.of("/v1/chat", "/chat", "/v1/chat/completions").forEach(path -> only(router, path, "POST"));
        List.of("/v1/models", "/v1/models/:name").forEach(path -> only(router, path, "GET"));
        List.of("/v1/sessions", "/v1/sessions/:id/items").forEach(path -> only(router, path, "GET"));
        only(router, "/v1/sessions/:id", "GET, DELETE");
        router.errorHandler(404, FailureHandler::notFound);
        return router;
    }

    /** Whatever method no handler above took. */
    private static void only(Router router, String path, String methods) {
        router.route(path).handler(context -> FailureHandler.methodNotAllowed(context, methods));
    }

    private void turns(Router router, String path, DoorPath door) {
        boolean wait = parts.queue().waits(door.label().label(), door.dialect().queuesTurns());
        router.post(path).handler(new TurnHandler(door.dialect(), parts.turns(), parts.metrics(), wait));
    }
}
