package io.backstory.http;

import io.backstory.chat.Bytes;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** Answers with one JSON body, or with the failure that came instead. */
final class BodyAnswer {
    private BodyAnswer() {}

    static void send(RoutingContext context, int status, Future<Bytes> body) {
        body.onSuccess(bytes -> context.response()
                        .setStatusCode(status)
                        .putHeader("content-type", "application/json")
                        .end(Buffer.buffer(bytes.unsafeArray())))
                .onFailure(context::fail);
    }

    /** What the client sent; empty when it sent no body. */
    static Bytes sent(RoutingContext context) {
        Buffer body = context.body().buffer();
        return Bytes.wrap(body == null ? new byte[0] : body.getBytes());
    }
}
