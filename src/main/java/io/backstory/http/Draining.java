package io.backstory.http;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * Sends clients elsewhere once the gateway ends: new requests on connections that are still open are refused, and running
 * ones tell their clients that the connection is over with them.
 */
final class Draining implements Handler<RoutingContext> {
    private volatile boolean begun;

    void begin() {
        begun = true;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerResponse response = context.response();
        context.addHeadersEndHandler(none -> {
            if (begun) {
                response.putHeader("connection", "close");
            }
        });
        if (begun) {
            throw new ChatException(Kind.SHUTTING_DOWN, "The gateway is shutting down. Send the request again.");
        }
        context.next();
    }
}
