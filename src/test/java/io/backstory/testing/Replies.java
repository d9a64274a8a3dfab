package io.backstory.testing;

import io.backstory.testing.FakeProvider.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;

/** Answers of a {@link FakeProvider}, whatever its API. */
public final class Replies {
    private static final String SSE = "text/event-stream";

    private Replies() {}

    public static Reply json(String body) {
        return body(200, "application/json", body);
    }

    /** A stream of {@code data:} events, each in a chunk of its own. */
    public static Reply sse(String... data) {
        return chunks(
                List.of(data).stream().map(json -> "data: " + json + "\n\n").toArray(String[]::new));
    }

    /** A stream in exactly these chunks. */
    public static Reply chunks(String... chunks) {
        return (request, response) -> {
            start(response);
            write(response, List.of(chunks)).onSuccess(v -> response.end());
        };
    }

    /** A stream cut into chunks after these numbers of bytes. */
    public static Reply split(String stream, int... boundaries) {
        return (request, response) -> {
            start(response);
            Buffer bytes = Buffer.buffer(stream);
            int from = 0;
            for (int boundary : boundaries) {
                response.write(bytes.getBuffer(from, boundary));
                from = boundary;
            }
            response.end(bytes.getBuffer(from, bytes.length()));
        };
    }

    public static Reply error(int status, String body) {
        return error(status, Map.of(), body);
    }

    public static Reply error(int status, Map<String, String> headers, String body) {
        return (request, response) -> {
            headers.forEach(response::putHeader);
            body(status, "application/json", body).answer(request, response);
        };
    }

    public static Reply redirect(String location) {
        return error(307, Map.of("location", location), "");
    }

    /** What a misconfigured proxy says: a page, with status 200. */
    public static Reply html() {
        return body(200, "text/html", "<!doctype html><title>Welcome</title>");
    }

    /** Never answers at all. */
    public static Reply stall() {
        return (request, response) -> {};
    }

    /** Sends these chunks and then nothing, and does not end. */
    public static Reply stallAfter(String... chunks) {
        return (request, response) -> {
            start(response);
            write(response, List.of(chunks));
        };
    }

    /** Sends these chunks and then closes the connection without ending the body. */
    public static Reply cutAfter(String... chunks) {
        return (request, response) -> {
            start(response);
            write(response, List.of(chunks)).onSuccess(v -> response.reset());
        };
    }

    /** Closes the connection instead of answering. */
    public static Reply hangUp() {
        return (request, response) -> response.reset();
    }

    /** One line of a stream that never ends, up to {@code bytes}. */
    public static Reply endlessLine(int bytes) {
        return (request, response) -> {
            start(response);
            response.write("data: ");
            new Flood("x".repeat(64 << 10), bytes).run(response);
        };
    }

    private static Reply body(int status, String type, String body) {
        return (request, response) ->
                response.setStatusCode(status).putHeader("content-type", type).end(body);
    }

    private static void start(HttpServerResponse response) {
        response.setChunked(true).putHeader("content-type", SSE);
    }

    private static Future<Void> write(HttpServerResponse response, List<String> chunks) {
        Future<Void> written = Future.succeededFuture();
        for (String chunk : chunks) {
            written = written.compose(v -> response.write(chunk));
        }
        return written;
    }
}
