package io.backstory.http;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.ErrorReply;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an error becomes a response, in the shape of the door it came through. */
final class FailureHandler implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

    @Override
    public void handle(RoutingContext context) {
        answer(context, failureOf(context));
    }

    static void answer(RoutingContext context, ChatException failure) {
        Exchange exchange = Exchange.of(context);
        exchange.failed(failure);
        log(exchange, failure);
        HttpServerResponse response = context.response();
        if (response.headWritten() || response.closed()) {
            response.reset();
            return;
        }
        ErrorReply reply = exchange.door().dialect().error(failure, exchange.requestId());
        RetryAdvice.put(response.headers(), failure);
        response.setStatusCode(reply.status())
                .putHeader("content-type", reply.contentType())
                .end(Buffer.buffer(reply.body().unsafeArray()));
    }

    static void notFound(RoutingContext context) {
        answer(
                context,
                new ChatException(
                        Kind.ROUTE_NOT_FOUND,
                        "There is nothing at " + asked(context) + ". See the API documentation."));
    }

    static void methodNotAllowed(RoutingContext context, String allowed) {
        context.response().putHeader("allow", allowed);
        answer(
                context,
                new ChatException(
                        Kind.METHOD_NOT_ALLOWED, asked(context) + " is not allowed. This path takes " + allowed + "."));
    }

    private static String asked(RoutingContext context) {
        return context.request().method() + " " + context.request().path();
    }

    private static ChatException failureOf(RoutingContext context) {
        if (context.failure() instanceof ChatException known) {
            return known;
        }
        if (context.statusCode() == 413) {
            return new ChatException(Kind.REQUEST_TOO_LARGE, "The request body is larger than allowed.");
        }
        if (context.statusCode() == 400) {
            return new ChatException(Kind.INVALID_REQUEST, "The request is malformed.");
        }
        return context.failure() == null
                ? new ChatException(Kind.INTERNAL_ERROR, "The gateway failed to answer.")
                : ChatException.from(context.failure());
    }

    private static void log(Exchange exchange, ChatException failure) {
        if (failure.kind() == Kind.INTERNAL_ERROR) {
            LOG.error("request {} failed", exchange.requestId(), failure);
        } else if (failure.kind().status() >= 500) {
            LOG.warn(
                    "request {} failed: {} ({})",
                    exchange.requestId(),
                    failure.kind().code(),
                    failure.kind().errorClass());
        }
    }
}
