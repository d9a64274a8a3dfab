package io.backstory.http;

import io.backstory.access.ApiKeys;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every request passes before its route is looked for: its caller is known and its body is JSON. */
final class RequestGate implements Handler<RoutingContext> {
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Supplier<ApiKeys> keys;

    RequestGate(Supplier<ApiKeys> keys) {
        this.keys = keys;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Exchange.of(context)
                .identified(
                        keys.get().authenticate(request.getHeader("authorization"), request.getHeader("x-api-key")));
        if (BROKEN_ESCAPE.matcher(request.uri()).find()) {
            throw new ChatException(Kind.INVALID_REQUEST, "A % in the URI must begin an escape such as %20.");
        }
        if (request.method().equals(HttpMethod.POST) || request.method().equals(HttpMethod.PATCH)) {
            checkBodyHeaders(request);
        }
        context.next();
    }

    private void checkBodyHeaders(HttpServerRequest request) {
        String encoding = request.getHeader("content-encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ChatException(
                    Kind.UNSUPPORTED_MEDIA_TYPE, "Send the body without Content-Encoding: " + encoding + ".");
        }
        if (!isJson(request.method(), request.getHeader("content-type"))) {
            throw new ChatException(Kind.UNSUPPORTED_MEDIA_TYPE, "Send the body with Content-Type: application/json.");
        }
    }

    /**
     * Without a key a web page could send a plain form to an open local gateway, so there the type must be said. No page
     * can send a {@code PATCH} without being allowed to first.
     */
    private boolean isJson(HttpMethod method, @Nullable String contentType) {
        if (contentType == null) {
            return keys.get().required() || method.equals(HttpMethod.PATCH);
        }
        String type = contentType.toLowerCase(Locale.ROOT);
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().equals("application/json");
    }
}
