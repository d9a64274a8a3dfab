package io.backstory.http;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.ErrorReply;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.metrics.Outcome;
import io.backstory.metrics.RequestRecord;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Answers what no route can be looked up for: bytes that are no HTTP request, heads over the limits, and targets that are
 * no path, such as {@code OPTIONS *}. The connection is closed, since nobody knows where the next request would begin.
 */
final class StrayRequests {
    private final GatewayMetrics metrics;

    StrayRequests(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    void notParsed(HttpServerRequest request) {
        answer(request, reason(request.decoderResult().cause()));
    }

    void notAPath(HttpServerRequest request) {
        answer(request, new ChatException(Kind.ROUTE_NOT_FOUND, "There is nothing at " + request.uri() + "."));
    }

    private void answer(HttpServerRequest request, ChatException failure) {
        String path = request.path() == null ? "" : request.path();
        Exchange exchange = Exchange.of(DoorPath.of(path), request);
        metrics.requestStarted(exchange.door().label());
        ErrorReply reply = exchange.door().dialect().error(failure, exchange.requestId());
        request.response()
                .setStatusCode(reply.status())
                .putHeader("x-request-id", exchange.requestId())
                .putHeader("content-type", reply.contentType())
                .putHeader("connection", "close")
                .end(Buffer.buffer(reply.body().unsafeArray()))
                .onComplete(sent -> {
                    report(exchange, reply.status());
                    request.connection().close();
                });
    }

    private void report(Exchange exchange, int status) {
        long nanos = exchange.times().total();
        metrics.requestFinished(new RequestRecord(
                exchange.door().label(), null, null, false, Outcome.CLIENT_ERROR, status, nanos, nanos, 0));
    }

    private static ChatException reason(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new ChatException(Kind.URI_TOO_LONG, "The URI is longer than 4 KiB.");
        } else if (cause instanceof TooLongHttpHeaderException) {
            return new ChatException(Kind.HEADERS_TOO_LARGE, "The headers are larger than 8 KiB.");
        }
        return new ChatException(Kind.INVALID_REQUEST, "This is no HTTP/1.1 request.");
    }
}
