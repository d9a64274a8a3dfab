package io.backstory.http;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.ReplyHead;
import io.backstory.dialect.ReplyEncoder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * A reply as server-sent events: one write per event. Headers wait for the first event of the provider, but not longer
 * than {@value #HEADERS_AFTER_MS} ms; silence is filled with a comment every {@value #HEARTBEAT_MS} ms, so that nothing
 * between here and the client takes the connection for dead.
 */
final class SseChannel implements ReplyChannel {
    static final long HEADERS_AFTER_MS = 10_000;
    static final long HEARTBEAT_MS = 15_000;
    private static final Buffer HEARTBEAT = Buffer.buffer(": hb\n\n");

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final ReplyEncoder encoder;
    private final Exchange exchange;
    private final long headersTimer;
    private final long heartbeatTimer;
    private boolean gone;
    private boolean silent;
    private @Nullable Runnable whenDrained;

    SseChannel(Vertx vertx, HttpServerResponse response, ReplyEncoder encoder, Exchange exchange) {
        this.vertx = vertx;
        this.response = response;
        this.encoder = encoder;
        this.exchange = exchange;
        headersTimer = vertx.setTimer(HEADERS_AFTER_MS, id -> heartbeat());
        heartbeatTimer = vertx.setPeriodic(HEARTBEAT_MS, id -> beatWhenSilent());
        response.closeHandler(closed -> clientLeft());
        response.exceptionHandler(failure -> clientLeft());
        response.drainHandler(drained -> resume());
    }

    @Override
    public void started(ReplyHead head) {
        if (!response.headWritten() && !gone) {
            ReplyHeaders.put(response.headers(), head, exchange);
        }
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
        if (!isFull()) {
            resume();
        }
    }

    @Override
    public void done(Answer answer) {
        encoder.done(answer, this::write);
        end();
    }

    @Override
    public boolean failed(ChatException failure) {
        stopTimers();
        if (gone) {
            return true;
        }
        if (!response.headWritten()) {
            return false;
        }
        encoder.failed(failure, exchange.requestId(), this::write);
        end();
        return true;
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

    private void clientLeft() {
        gone = true;
        stopTimers();
        resume();
    }

    private void resume() {
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
    }
}
