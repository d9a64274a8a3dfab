package io.backstory.upstream;

import io.backstory.chat.ChatException;
import io.backstory.upstream.SimulatedWire.Chunk;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of a simulated reply, given out at the pace of a model and only as fast as they are asked for. */
final class SimulatedBody implements ReadStream<Buffer>, ReplyBody {
    private final Context context;
    private final List<Chunk> chunks;
    private final Ending ending;
    private final long delayMillis;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Handler<Void> endHandler;
    private int next;
    private long demand;
    private boolean scheduled;
    private boolean over;

    /** What comes after the chunks. */
    enum Ending {
        COMPLETE,
        CONNECTION_LOST,
        SILENCE
    }

    SimulatedBody(Context context, List<Chunk> chunks, Ending ending, Duration delay) {
        this.context = context;
        this.chunks = chunks;
        this.ending = ending;
        delayMillis = delay.plusNanos(999_999).toMillis();
    }

    private void schedule() {
        if (scheduled || over || demand == 0) {
            return;
        }
        scheduled = true;
        boolean paced = next < chunks.size() && chunks.get(next).paced();
        if (paced && delayMillis > 0) {
            context.owner().setTimer(delayMillis, id -> step());
        } else {
            context.runOnContext(v -> step());
        }
    }

    private void step() {
        scheduled = false;
        if (over || demand == 0) {
            return;
        }
        if (next == chunks.size()) {
            end();
            return;
        }
        demand = demand == Long.MAX_VALUE ? demand : demand - 1;
        Buffer chunk = Buffer.buffer(chunks.get(next++).bytes().unsafeArray());
        if (handler != null) {
            handler.handle(chunk);
        }
        schedule();
    }

    private void end() {
        if (ending == Ending.SILENCE) {
            return;
        }
        over = true;
        if (ending == Ending.COMPLETE && endHandler != null) {
            endHandler.handle(null);
        } else if (ending == Ending.CONNECTION_LOST && exceptionHandler != null) {
            exceptionHandler.handle(new IOException("simulated loss of the connection"));
        }
    }

    @Override
    public ReadStream<Buffer> bytes() {
        return this;
    }

    @Override
    public void reset() {
        over = true;
    }

    @Override
    public ChatException failure(Throwable cause) {
        return TransportFailure.of("simulator", cause);
    }

    @Override
    public SimulatedBody handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        return this;
    }

    @Override
    public SimulatedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        exceptionHandler = handler;
        return this;
    }

    @Override
    public SimulatedBody endHandler(@Nullable Handler<Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public SimulatedBody pause() {
        demand = 0;
        return this;
    }

    @Override
    public SimulatedBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public SimulatedBody fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        schedule();
        return this;
    }
}
