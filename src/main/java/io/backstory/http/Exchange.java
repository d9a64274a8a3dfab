package io.backstory.http;

import static java.util.Objects.requireNonNull;

import io.backstory.access.Caller;
import io.backstory.chat.Answer;
import io.backstory.chat.ChatException;
import io.backstory.metrics.Outcome;
import io.backstory.turn.TurnTimes;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request on its way through the doors: its id, who sent it, and what became of it. */
final class Exchange {
    private static final String KEY = Exchange.class.getName();
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String requestId;
    private final DoorPath door;
    private final TurnTimes times = new TurnTimes();
    private @Nullable Caller caller;
    private @Nullable String route;
    private boolean stream;
    private @Nullable ChatException failure;

    private Exchange(String requestId, DoorPath door) {
        this.requestId = requestId;
        this.door = door;
    }

    static Exchange begin(RoutingContext context) {
        Exchange exchange = of(DoorPath.of(context.request().path()), context.request());
        context.put(KEY, exchange);
        return exchange;
    }

    static Exchange of(DoorPath door, HttpServerRequest request) {
        String sent = request.getHeader("x-request-id");
        return new Exchange(sent != null && REQUEST_ID.matcher(sent).matches() ? sent : newId(), door);
    }

    static Exchange of(RoutingContext context) {
        return requireNonNull(context.get(KEY));
    }

    String requestId() {
        return requestId;
    }

    DoorPath door() {
        return door;
    }

    TurnTimes times() {
        return times;
    }

    void identified(Caller who) {
        caller = who;
    }

    Caller caller() {
        return requireNonNull(caller, "the request was not identified");
    }

    @Nullable
    Caller callerIfKnown() {
        return caller;
    }

    void asksFor(@Nullable String routeName, boolean asStream) {
        route = routeName;
        stream = asStream;
    }

    @Nullable
    String route() {
        return route;
    }

    boolean stream() {
        return stream;
    }

    /** The route that answered, which the request may have left open. */
    void answered(Answer answer) {
        route = answer.head().route();
    }

    /** The first failure counts. */
    void failed(ChatException cause) {
        failure = failure == null ? cause : failure;
    }

    Outcome outcome() {
        if (failure == null) {
            return Outcome.OK;
        }
        return times.reachedProvider() ? Outcome.afterUpstream(failure.kind()) : Outcome.of(failure.kind());
    }

    private static String newId() {
        byte[] bits = new byte[12];
        RANDOM.nextBytes(bits);
        return "req_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
