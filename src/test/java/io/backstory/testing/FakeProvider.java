package io.backstory.testing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider on a free loopback port. It answers from a queue of replies, then with a default, and keeps what it got. */
public final class FakeProvider {
    private final HttpServer server;
    private final Queue<Reply> script = new ConcurrentLinkedQueue<>();
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Promise<Void> disconnected = Promise.promise();
    private volatile boolean keeps = true;
    private volatile Reply byDefault = OpenAiReplies.text("Hello.");

    /** One way to answer. */
    public interface Reply {
        void answer(Received request, HttpServerResponse response);
    }

    /** A request as it came. */
    public record Received(String method, String path, MultiMap headers, Buffer body) {}

    private FakeProvider(Vertx vertx) {
        server = vertx.createHttpServer()
                .connectionHandler(connection -> {
                    connections.incrementAndGet();
                    connection.closeHandler(v -> disconnected.tryComplete());
                })
                .requestHandler(this::received);
    }

    public static Future<FakeProvider> start(Vertx vertx) {
        FakeProvider provider = new FakeProvider(vertx);
        return provider.server.listen(0, "127.0.0.1").map(provider);
    }

    /** Adds answers to the queue. */
    public FakeProvider reply(Reply... replies) {
        script.addAll(List.of(replies));
        return this;
    }

    /** What it answers when the queue is empty. */
    public FakeProvider byDefault(Reply reply) {
        byDefault = reply;
        return this;
    }

    /** Requests are no longer kept: there will be very many. */
    public FakeProvider keepingNothing() {
        keeps = false;
        return this;
    }

    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return server.actualPort();
    }

    public List<Received> requests() {
        return requests;
    }

    public Received lastRequest() {
        return requests.get(requests.size() - 1);
    }

    /** Connections opened so far. */
    public int connections() {
        return connections.get();
    }

    /** Completes when a client has closed a connection. */
    public Future<Void> disconnected() {
        return disconnected.future();
    }

    public Future<Void> close() {
        return server.close();
    }

    private void received(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            Received received =
                    new Received(request.method().name(), request.path(), MultiMap.caseInsensitiveMultiMap(), body);
            received.headers().addAll(request.headers());
            if (keeps) {
                requests.add(received);
            }
            Reply next = script.poll();
            (next == null ? byDefault : next).answer(received, request.response());
        });
    }
}
