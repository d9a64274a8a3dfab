package io.backstory.http;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.ReplyHead;
import io.backstory.dialect.ReplyEncoder;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.metrics.OpenStream;
import io.backstory.metrics.StreamEnd;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reply as server-sent events: one write per event. Headers wait for the first event of the provider, but not longer
 * than {@value #HEADERS_AFTER_MS} ms; silence is filled with a comment every {@value #HEARTBEAT_MS} ms, so that nothing
 * between here and the client takes the connection for dead. A client that reads nothing for {@value #SLOW_CLIENT_MS} ms
 * is dropped.
 */
final class SseChannel implements ReplyChannel {
    static final long HEADERS_AFTER_MS = 10_000;
    static final long HEARTBEAT_MS = 15_000;
    static final long SLOW_CLIENT_MS = 60_000;
    private static final long NONE = -1;
    private static final Logger LOG = LoggerFactory.getLogger(SseChannel.class);
    private static final Buffer HEARTBEAT = Buffer.buffer(": hb\n\n");

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final ReplyEncoder encoder;
    private final Exchange exchange;
    private final GatewayMetrics metrics;
    private final long slowAfterMs;
    private final long headersTimer;
    private final long heartbeatTimer;
    private long slowTimer = NONE;
    private boolean gone;
    private boolean silent;
    private @Nullable OpenStream counted;
    private @Nullable Runnable whenDrained;
    private @Nullable Runnable whenGone;

    SseChannel(RoutingContext context, ReplyEncoder encoder, GatewayMetrics metrics) {
        this(context, encoder, metrics, SLOW_CLIENT_MS);
    }

    /** With the patience of a test. */
    SseChannel(RoutingContext context, ReplyEncoder encoder, GatewayMetrics metrics, long slowAfterMs) {
        this.vertx = context.vertx();
        this.response = context.response();
        this.encoder = encoder;
        this.exchange = Exchange.of(context);
        this.metrics = metrics;
        this.slowAfterMs = slowAfterMs;
        headersTimer = vertx.setTimer(HEADERS_AFTER_MS, id -> heartbeat());
        heartbeatTimer = vertx.setPeriodic(HEARTBEAT_MS, id -> beatWhenSilent());
        response.drainHandler(drained -> resume());
        // Not the response's own handlers: there is one of each kind, and the request's report needs them.
        context.addEndHandler(end -> {
            if (end.failed()) {
                left(StreamEnd.CLIENT_CANCEL);
            }
        });
    }

    @Override
    public void started(ReplyHead head) {
        if (!response.headWritten() && !gone) {
            ReplyHeaders.put(response.headers(), head, exchange);
        }
        counted = gone ? null : metrics.streamStarted(head.route());
        encoder.start(head, this::write);
    }

    @Override
    public void event(ChatEvent event) {
        encoder.event(event, this::write);
    }

    @Override
    public boolean isFull() {
        return !gone && response.headWritten() && response.writeQueueFull();
    }

    @Override
    public void onDrained(Runnable resume) {
        whenDrained = resume;
        if (isFull()) {
            slowTimer = vertx.setTimer(slowAfterMs, id -> tooSlow());
        } else {
            resume();
        }
    }

    @Override
    public void done(Answer answer) {
        encoder.done(answer, this::write);
        count(StreamEnd.COMPLETE);
        end();
    }

    @Override
    public boolean failed(ChatException failure) {
        stopTimers();
        count(endOf(failure.kind()));
        if (gone) {
            return true;
        }
        if (!response.headWritten()) {
            return false;
        }
        tellFailure(failure);
        return true;
    }

    private static StreamEnd endOf(Kind kind) {
        if (kind == Kind.SHUTTING_DOWN) {
            return StreamEnd.DRAIN;
        }
        return kind == Kind.UPSTREAM_IDLE_TIMEOUT ? StreamEnd.IDLE_TIMEOUT : StreamEnd.UPSTREAM_ABORT;
    }

    /** An encoder that fails even here must not leave the client waiting. */
    private void tellFailure(ChatException failure) {
        try {
            encoder.failed(failure, exchange.requestId(), this::write);
            end();
        } catch (RuntimeException defect) {
            LOG.error("request {} could not be told its failure", exchange.requestId(), defect);
            response.reset();
        }
    }

    boolean isGone() {
        return gone;
    }

    private void write(Bytes event) {
        if (!gone) {
            openHeaders();
            silent = false;
            response.write(Buffer.buffer(event.unsafeArray()));
        }
    }

    private void openHeaders() {
        if (!response.headWritten()) {
            vertx.cancelTimer(headersTimer);
            response.setChunked(true)
                    .putHeader("content-type", "text/event-stream")
                    .putHeader("cache-control", "no-cache")
                    .putHeader("x-accel-buffering", "no");
        }
    }

    private void heartbeat() {
        if (!gone && !response.ended()) {
            openHeaders();
            response.write(HEARTBEAT);
        }
    }

    private void beatWhenSilent() {
        if (silent && response.headWritten()) {
            heartbeat();
        }
        silent = true;
    }

    /** Drops a client that keeps the connection open and reads nothing: its session would stay busy. */
    private void tooSlow() {
        left(StreamEnd.SLOW_CLIENT);
        response.reset();
    }

    @Override
    public void onGone(Runnable left) {
        whenGone = left;
        if (gone) {
            left.run();
        }
    }

    private void left(StreamEnd how) {
        boolean first = !gone;
        gone = true;
        count(how);
        stopTimers();
        resume();
        if (first && whenGone != null) {
            whenGone.run();
        }
    }

    private void count(StreamEnd how) {
        if (counted != null) {
            counted.end(how);
        }
    }

    private void resume() {
        vertx.cancelTimer(slowTimer);
        Runnable waiting = whenDrained;
        whenDrained = null;
        if (waiting != null) {
            waiting.run();
        }
    }

    private void end() {
        stopTimers();
        if (!gone) {
            response.end();
        }
    }

    private void stopTimers() {
        vertx.cancelTimer(headersTimer);
        vertx.cancelTimer(heartbeatTimer);
        vertx.cancelTimer(slowTimer);
    }
}
