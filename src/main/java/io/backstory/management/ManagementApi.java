package io.backstory.management;

import io.backstory.metrics.GatewayMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Supplier;

/**
 * The management port: {@code /metrics} for Prometheus, {@code /healthz} for "the process lives", {@code /readyz} for
 * "send requests here". Everything else is a 404.
 */
public final class ManagementApi {
    private final Vertx vertx;
    private final GatewayMetrics metrics;
    private final Supplier<Future<List<String>>> troubles;

    /**
     * Serves these metrics and this readiness.
     *
     * @param troubles why requests should not come here, see {@link Readiness#reasons}
     */
    public ManagementApi(Vertx vertx, GatewayMetrics metrics, Supplier<Future<List<String>>> troubles) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.troubles = troubles;
    }

    /** The request handler for an HTTP server. */
    public Router router() {
        Router router = Router.router(vertx);
        router.get("/metrics").handler(this::metrics);
        router.get("/healthz").handler(ManagementApi::alive);
        router.get("/health/liveness").handler(ManagementApi::alive);
        router.get("/readyz").handler(this::ready);
        router.get("/health/readiness").handler(this::ready);
        router.errorHandler(404, request -> error(request, 404, "route_not_found"));
        router.errorHandler(405, request -> error(request, 405, "method_not_allowed"));
        router.errorHandler(500, request -> error(request, 500, "internal_error"));
        return router;
    }

    /** Rendering takes long enough to hold up an event loop, so a worker does it. */
    private void metrics(RoutingContext request) {
        vertx.executeBlocking(metrics::scrape, false).onFailure(request::fail).onSuccess(text -> request.response()
                .putHeader("content-type", GatewayMetrics.CONTENT_TYPE)
                .end(text));
    }

    private static void alive(RoutingContext request) {
        answer(request, 200, new JsonObject().put("status", "alive"));
    }

    private void ready(RoutingContext request) {
        troubles.get().onFailure(request::fail).onSuccess(reasons -> answerReady(request, reasons));
    }

    private static void answerReady(RoutingContext request, List<String> reasons) {
        if (reasons.isEmpty()) {
            answer(request, 200, new JsonObject().put("status", "ready"));
        } else {
            answer(request, 503, new JsonObject().put("status", "unavailable").put("reasons", new JsonArray(reasons)));
        }
    }

    private static void error(RoutingContext request, int status, String code) {
        answer(request, status, new JsonObject().put("error", new JsonObject().put("code", code)));
    }

    private static void answer(RoutingContext request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.encode());
    }
}
