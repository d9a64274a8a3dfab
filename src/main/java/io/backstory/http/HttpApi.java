package io.backstory.http;

import io.backstory.access.ApiKeys;
import io.backstory.config.QueueConfig;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.store.SessionStore;
import io.backstory.turn.SessionChanges;
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

        sessions(router);

        List.of("/v1/chat", "/chat", "/v1/chat/completions").forEach(path -> only(router, path, "POST"));
        List.of("/v1/models", "/v1/models/:name").forEach(path -> only(router, path, "GET"));
        router.errorHandler(404, FailureHandler::notFound);
        return router;
    }

    private void sessions(Router router) {
        SessionChanges changed = parts.turns().sessions();
        SessionsHandler sessions = new SessionsHandler(parts.store(), changed);
        router.get("/v1/sessions").handler(sessions::list);
        router.get("/v1/sessions/:id").handler(sessions::get);
        router.get("/v1/sessions/:id/items").handler(sessions::items);
        router.get("/v1/sessions/:id/branches").handler(sessions::branches);
        router.get("/v1/sessions/:id/export").handler(sessions::export);
        router.delete("/v1/sessions/:id").handler(sessions::delete);

        StoredTurnsHandler stored = new StoredTurnsHandler(parts.store(), changed);
        router.get("/v1/sessions/:id/turns/:turn").handler(stored::get);

        SessionChangesHandler changes =
                new SessionChangesHandler(parts.turns(), new SessionReads(parts.store(), changed));
        router.post("/v1/sessions").handler(changes::create);
        router.patch("/v1/sessions/:id").handler(changes::patch);
        router.post("/v1/sessions/:id/fork").handler(changes::fork);
        router.post("/v1/sessions/:id/interrupt").handler(changes::interrupt);
        router.delete("/v1/sessions/:id/items/:item").handler(changes::erase);

        only(router, "/v1/sessions", "GET, POST");
        only(router, "/v1/sessions/:id", "GET, PATCH, DELETE");
        only(router, "/v1/sessions/:id/items/:item", "DELETE");
        List.of("fork", "interrupt").forEach(name -> only(router, "/v1/sessions/:id/" + name, "POST"));
        List.of("items", "branches", "export", "turns/:turn")
                .forEach(name -> only(router, "/v1/sessions/:id/" + name, "GET"));
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
