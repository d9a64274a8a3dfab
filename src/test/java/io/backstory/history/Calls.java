package io.backstory.history;

import io.backstory.history.Event.Deleted;
import io.backstory.history.Event.Deleting;
import io.backstory.history.Event.Refused;
import io.backstory.history.Event.Scanned;
import io.backstory.history.Event.Scanning;
import io.backstory.history.Event.Sent;
import io.backstory.history.Event.Unclear;
import io.backstory.testing.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** One client's requests, each noted in the history before it leaves and when its answer is here. */
final class Calls {
    private static final int NOT_FOUND = 404;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final History history;
    private final String client;
    private final int patientMs;

    Calls(History history, String client, Duration patience) {
        this.history = history;
        this.client = client;
        this.patientMs = (int) patience.toMillis();
    }

    /**
     * How a turn is sent; the client leaves after {@code patienceMs}.
     *
     * @param retry 0 for the first try
     */
    record Way(String door, boolean stream, boolean keyed, int retry, int patienceMs) {}

    Event turn(URI gateway, Place place, String message, Way way) {
        String key = way.keyed() ? "key-" + message : null;
        Sent sent = new Sent(history.nextOperation(), client, place, message, key, way.door(), way.stream());
        history.add(sent);
        String path = way.door().equals(Answers.NATIVE) ? "/v1/chat" : "/v1/chat/completions";
        HttpRequest.Builder request = request(gateway.resolve(path), place)
                .header("content-type", "application/json")
                .header("x-session-id", place.session())
                .header("x-stainless-retry-count", Integer.toString(way.retry()))
                .POST(BodyPublishers.ofString(body(sent).encode()));
        if (key != null) {
            request.header("idempotency-key", '"' + key + '"');
        }
        return send(request, sent.op(), way.patienceMs(), reply -> Answers.of(sent, reply));
    }

    private static JsonObject body(Sent sent) {
        String text = "This is message " + sent.message() + ".";
        if (sent.door().equals(Answers.NATIVE)) {
            return new JsonObject().put("newMessage", text).put("stream", sent.stream());
        }
        JsonObject message = new JsonObject().put("role", "user").put("content", text);
        return new JsonObject()
                .put("model", "default")
                .put("stream", sent.stream())
                .put("messages", new JsonArray().add(message));
    }

    Event delete(URI gateway, Place place) {
        long op = history.nextOperation();
        history.add(new Deleting(op, client, place));
        HttpRequest.Builder request = request(gateway.resolve("/v1/sessions/" + place.session()), place);
        return send(request.DELETE(), op, patientMs, reply -> deleted(op, reply));
    }

    /** A store that is down does not tell whether it deleted. */
    private static Event deleted(long op, Reply reply) {
        if (reply.status() == 200) {
            return new Deleted(op);
        }
        return reply.status() >= 500 ? new Unclear(op, "delete") : new Refused(op, reply.status(), "delete");
    }

    Event scan(URI gateway, Place place) {
        long op = history.nextOperation();
        history.add(new Scanning(op, client, place));
        String path = "/v1/sessions/" + place.session() + "/items?limit=100";
        return send(request(gateway.resolve(path), place), op, patientMs, reply -> scanned(op, reply));
    }

    private static Event scanned(long op, Reply reply) {
        if (reply.status() == NOT_FOUND) {
            return new Scanned(op, List.of(), Set.of());
        }
        if (reply.status() != 200 || reply.json().path("hasMore").asBoolean()) {
            return new Refused(op, reply.status(), "scan");
        }
        return new Scanned(op, Answers.rows(reply.json()), Ids.tenantsIn(reply.body()));
    }

    private static HttpRequest.Builder request(URI uri, Place place) {
        return HttpRequest.newBuilder(uri).header("authorization", "Bearer " + Tenants.key(place.tenant()));
    }

    private Event send(HttpRequest.Builder request, long op, int patienceMs, Function<Reply, Event> read) {
        Event end = ended(request, op, patienceMs, read);
        history.add(end);
        return end;
    }

    private Event ended(HttpRequest.Builder request, long op, int patienceMs, Function<Reply, Event> read) {
        CompletableFuture<HttpResponse<String>> running = http.sendAsync(request.build(), BodyHandlers.ofString());
        try {
            return read.apply(new Reply(running.get(patienceMs, TimeUnit.MILLISECONDS)));
        } catch (TimeoutException late) {
            running.cancel(true);
            return new Unclear(op, "client left");
        } catch (ExecutionException failure) {
            // Refused before anything was sent; every other failure may have come after the request.
            return failure.getCause() instanceof ConnectException
                    ? new Refused(op, 0, "not connected")
                    : new Unclear(op, String.valueOf(failure.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unclear(op, "interrupted");
        }
    }
}
