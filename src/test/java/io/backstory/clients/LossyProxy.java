package io.backstory.clients;

import io.backstory.testing.Await;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a gateway, passes requests on, and loses the first answer: the client gets a 502 in its place. */
final class LossyProxy implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("x-session-id", "x-stainless-retry-count");

    private final Vertx vertx = Vertx.vertx();
    private final List<Reply> answers = new CopyOnWriteArrayList<>();
    private final RunningGateway gateway;
    private final HttpServer server;

    LossyProxy(RunningGateway gateway) {
        this.gateway = gateway;
        server = Await.within(
                vertx.createHttpServer().requestHandler(this::received).listen(0, "127.0.0.1"));
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/v1";
    }

    /** What the gateway answered, lost or not. */
    List<Reply> answers() {
        return answers;
    }

    private void received(HttpServerRequest request) {
        request.body()
                .compose(body -> vertx.executeBlocking(
                        () -> gateway.post(request.path(), body.toString(), headers(request.headers())), false))
                .onSuccess(reply -> {
                    answers.add(reply);
                    boolean lost = answers.size() == 1;
                    request.response()
                            .setStatusCode(lost ? 502 : reply.status())
                            .putHeader("content-type", "application/json")
                            .end(lost ? "" : reply.body());
                });
    }

    private static String[] headers(MultiMap all) {
        List<String> passed = new ArrayList<>();
        for (String name : PASSED_ON) {
            String value = all.get(name);
            if (value != null) {
                passed.addAll(List.of(name, value));
            }
        }
        return passed.toArray(String[]::new);
    }

    @Override
    public void close() {
        Await.within(vertx.close());
    }
}
