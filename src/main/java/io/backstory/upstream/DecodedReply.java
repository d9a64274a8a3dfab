package io.backstory.upstream;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.ReplyDecoder;
import io.backstory.dialect.WireRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a reply into events, one chunk at a time: the next chunk is asked for when the events of the last
 * one are delivered, so what is held is never more than the events of one chunk.
 *
 * <p>The reply has begun with its first piece of content. Until then a failure fails {@link #begin}, which leaves the
 * caller free to ask somebody else; the little that comes before content is held back, at most {@value #MAX_PRELUDE}
 * events. All state belongs to one context; calls from elsewhere are moved there.
 */
final class DecodedReply implements ReplyStream {
    static final long MAX_BYTES = 32L << 20;
    private static final int MAX_PRELUDE = 256;

    private final Context context;
    private final ReplyBody body;
    private final ReplyDecoder decoder;
    private final WireRequest wire;
    private final Deadlines deadlines;
    private final Promise<ReplyStream> begun = Promise.promise();
    private final Queue<ChatEvent> events = new ArrayDeque<>();

    private @Nullable Handler<ChatEvent> handler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable ChatException failure;
    private long demand;
    private long received;
    private boolean content;
    private boolean asked;
    private boolean sourceEnded;
    private boolean finished;
    private boolean delivering;
    private boolean closed;

    DecodedReply(Context context, ReplyBody body, ReplyDecoder decoder, WireRequest wire, Deadlines deadlines) {
        this.context = context;
        this.body = body;
        this.decoder = decoder;
        this.wire = wire;
        this.deadlines = deadlines;
    }

    /** Completes with this stream, paused, at its first piece of content; fails when something fails before that. */
    Future<ReplyStream> begin() {
        deadlines.onExpiry(this::fail);
        body.bytes().exceptionHandler(cause -> fail(body.failure(cause)));
        body.bytes().endHandler(v -> sourceEnded());
        body.bytes().handler(this::received);
        ask();
        return begun.future();
    }

    /** Breaks the call off. Nothing happens when it is over already. */
    void fail(ChatException cause) {
        if (finished || sourceEnded) {
            breakOff();
        } else if (failure == null && !closed) {
            failure = cause;
            breakOff();
            proceed();
        }
    }

    private void ask() {
        if (!asked) {
            asked = true;
            deadlines.waiting();
            body.bytes().fetch(1);
        }
    }

    private void received(Buffer chunk) {
        asked = false;
        received += chunk.length();
        if (settled()) {
            return;
        }
        deadlines.arrived();
        if (received > MAX_BYTES) {
            fail(new ChatException(Kind.UPSTREAM_MALFORMED, "The provider's reply is too long."));
            return;
        }
        decode(() -> decoder.feed(chunk.getBytes(), this::decoded));
        if (finished) {
            drain();
        }
        proceed();
    }

    private void sourceEnded() {
        sourceEnded = true;
        deadlines.stop();
        if (!settled()) {
            decode(() -> decoder.end(this::decoded));
        }
        if (!settled()) {
            failure = new ChatException(Kind.UPSTREAM_MALFORMED, "The provider's reply ended before it was complete.");
        }
        proceed();
    }

    private void decode(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            failure = body.failure(e);
            breakOff();
        }
    }

    private void decoded(ChatEvent event) {
        content |= !(event instanceof ChatEvent.Native
                || event instanceof ChatEvent.Started
                || event instanceof ChatEvent.UsageReported);
        finished |= event instanceof ChatEvent.Finished;
        events.add(event);
    }

    private boolean settled() {
        return finished || failure != null || closed;
    }

    /** What follows the end of the reply is read and dropped, so that the connection can serve again. */
    private void drain() {
        deadlines.waiting();
        body.bytes().resume();
    }

    private void breakOff() {
        deadlines.stop();
        if (!sourceEnded) {
            body.reset();
        }
    }

    private void proceed() {
        if (begun.future().isComplete()) {
            deliver();
        } else if (failure != null) {
            closed = true;
            begun.fail(failure);
        } else if (content || finished || events.size() > MAX_PRELUDE) {
            begun.complete(this);
        } else if (!closed) {
            ask();
        }
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        deliverWanted();
        delivering = false;
        if (closed || !events.isEmpty()) {
            return;
        }
        if (settled()) {
            close();
        } else if (demand > 0 && handler != null) {
            ask();
        }
    }

    private void deliverWanted() {
        while (!closed && demand > 0 && handler != null && !events.isEmpty()) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            try {
                handler.handle(events.remove());
            } catch (RuntimeException | Error e) {
                events.clear();
                finished = false;
                failure = ChatException.from(e);
                breakOff();
            }
        }
    }

    private void close() {
        closed = true;
        if (failure == null) {
            call(endHandler, null);
        } else {
            call(exceptionHandler, failure);
        }
    }

    private static <T> void call(@Nullable Handler<T> handler, @Nullable T argument) {
        if (handler != null) {
            handler.handle(argument);
        }
    }

    @Override
    public void cancel() {
        onContext(() -> {
            if (!closed) {
                closed = true;
                events.clear();
                breakOff();
            }
        });
    }

    @Override
    public List<String> ignored() {
        return wire.ignored();
    }

    @Override
    public int droppedReasoning() {
        return wire.droppedReasoning();
    }

    @Override
    public ReplyStream handler(@Nullable Handler<ChatEvent> handler) {
        onContext(() -> this.handler = handler);
        return this;
    }

    @Override
    public ReplyStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        onContext(() -> exceptionHandler = handler);
        return this;
    }

    @Override
    public ReplyStream endHandler(@Nullable Handler<Void> handler) {
        onContext(() -> endHandler = handler);
        return this;
    }

    @Override
    public ReplyStream pause() {
        onContext(() -> demand = 0);
        return this;
    }

    @Override
    public ReplyStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public ReplyStream fetch(long amount) {
        onContext(() -> {
            demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
            deliver();
        });
        return this;
    }

    private void onContext(Runnable step) {
        if (Vertx.currentContext() == context) {
            step.run();
        } else {
            context.runOnContext(v -> step.run());
        }
    }
}
