package io.backstory.upstream;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.config.Secret;
import io.backstory.dialect.WireRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.streams.ReadStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of {@link HttpUpstream}: connect, send, look at the head of the reply, and either decode or explain it. */
final class HttpCall implements ReplyBody {
    static final int MAX_ERROR_BODY = 64 << 10;

    private final HttpUpstream upstream;
    private final Context context;
    private final WireRequest wire;
    private final boolean stream;
    private final Deadlines deadlines;
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private @Nullable ChatException expired;

    HttpCall(HttpUpstream upstream, Context context, WireRequest wire, boolean stream) {
        this.upstream = upstream;
        this.context = context;
        this.wire = wire;
        this.stream = stream;
        deadlines = new Deadlines(upstream.vertx(), upstream.config().timeouts(), stream);
    }

    void start(Promise<ReplyStream> result) {
        deadlines.onExpiry(cause -> expire(cause, result));
        upstream.guard()
                .address()
                .compose(this::connect)
                .compose(this::send)
                .compose(this::answered)
                .onSuccess(result::tryComplete)
                .onFailure(cause -> {
                    deadlines.stop();
                    result.tryFail(failure(cause));
                });
    }

    private Future<HttpClientRequest> connect(SocketAddress address) {
        if (expired != null) {
            return Future.failedFuture(expired);
        }
        if (upstream.isClosed()) {
            return Future.failedFuture(new ChatException(Kind.SHUTTING_DOWN, "The gateway is shutting down."));
        }
        return upstream.client()
                .request(upstream.options(address, wire, stream))
                .onFailure(cause -> notConnected(address, cause));
    }

    private void notConnected(SocketAddress address, Throwable cause) {
        if (!(cause instanceof ConnectionPoolTooBusyException)) {
            upstream.guard().refused(address);
        }
    }

    private Future<HttpClientResponse> send(HttpClientRequest connected) {
        request = connected.exceptionHandler(cause -> {});
        if (expired != null) {
            reset();
            return Future.failedFuture(expired);
        }
        return connected.send(Buffer.buffer(wire.body().unsafeArray()));
    }

    private Future<ReplyStream> answered(HttpClientResponse answer) {
        answer.pause().exceptionHandler(cause -> {});
        response = answer;
        int status = answer.statusCode();
        if (expired != null) {
            return Future.failedFuture(expired);
        }
        if (status >= 300 && status < 400) {
            return refuse(Kind.UPSTREAM_ERROR, "answered with a redirect, which is never followed.");
        } else if (status < 200 || status >= 300) {
            return readError(answer);
        } else if (!isReply(answer.headers())) {
            return refuse(Kind.UPSTREAM_MALFORMED, "answered with a body that is no reply of its API.");
        }
        return new DecodedReply(context, this, upstream.spoken().decoder(stream), wire, deadlines).begin();
    }

    /** A missing content type is left to the decoder; a page of HTML or a compressed body is no reply. */
    private boolean isReply(MultiMap headers) {
        String encoding = headers.get(HttpHeaders.CONTENT_ENCODING);
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        boolean plain = encoding == null || encoding.equalsIgnoreCase("identity");
        return plain && (type == null || type.toLowerCase(Locale.ROOT).contains(stream ? "text/event-stream" : "json"));
    }

    private Future<ReplyStream> refuse(Kind kind, String why) {
        reset();
        return Future.failedFuture(
                new ChatException(kind, "Provider " + upstream.config().name() + " " + why));
    }

    /** Reads as much of the body as may matter; one that breaks off is explained by what came. */
    private Future<ReplyStream> readError(HttpClientResponse answer) {
        Promise<Void> read = Promise.promise();
        Buffer body = Buffer.buffer();
        answer.exceptionHandler(cause -> read.tryComplete());
        answer.endHandler(v -> read.tryComplete());
        answer.handler(chunk -> {
            body.appendBuffer(chunk, 0, Math.min(chunk.length(), MAX_ERROR_BODY - body.length()));
            if (body.length() == MAX_ERROR_BODY && read.tryComplete()) {
                reset();
            }
        });
        answer.resume();
        return read.future()
                .compose(v -> Future.failedFuture(upstream.spoken()
                        .error(answer.statusCode(), flat(answer.headers()), Bytes.wrap(body.getBytes()))));
    }

    private static Map<String, String> flat(MultiMap headers) {
        Map<String, String> flat = new HashMap<>();
        headers.forEach((name, value) -> flat.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return flat;
    }

    /** Before there is a reply: whoever waits for it is told first, because a reset looks like another failure. */
    private void expire(ChatException cause, Promise<ReplyStream> result) {
        expired = cause;
        result.tryFail(cause);
        reset();
    }

    @Override
    public ReadStream<Buffer> bytes() {
        if (response == null) {
            throw new IllegalStateException("there is no reply yet");
        }
        return response;
    }

    @Override
    public void reset() {
        if (request != null) {
            request.reset();
        }
    }

    @Override
    public ChatException failure(Throwable cause) {
        return withoutKey(TransportFailure.of(upstream.config().name(), cause));
    }

    /** A provider may echo the key it was sent, in whatever status; it must not travel on. */
    private ChatException withoutKey(ChatException failure) {
        Secret key = upstream.config().apiKey();
        if (key == null || key.isEmpty() || !failure.getMessage().contains(key.reveal())) {
            return failure;
        }
        String clean = failure.getMessage().replace(key.reveal(), key.toString());
        return new ChatException(failure.kind(), clean, failure.param(), failure.retryAfter(), null);
    }
}
