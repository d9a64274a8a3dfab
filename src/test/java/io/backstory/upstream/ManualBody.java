package io.backstory.upstream;

import io.backstory.chat.ChatException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A body a test hands out by hand, and that counts what it is asked for. */
final class ManualBody implements ReadStream<Buffer>, ReplyBody {
    long demand;
    int resets;
    private Handler<Buffer> handler = chunk -> {};
    private Handler<Throwable> exceptionHandler = cause -> {};
    private Handler<Void> endHandler = v -> {};

    /** Returns the demand that is left, so that it can stand where a value is wanted. */
    long chunk(String text) {
        demand--;
        handler.handle(Buffer.buffer(text));
        return demand;
    }

    long breakOff(Throwable cause) {
        exceptionHandler.handle(cause);
        return demand;
    }

    long end() {
        endHandler.handle(null);
        return demand;
    }

    @Override
    public ReadStream<Buffer> bytes() {
        return this;
    }

    @Override
    public void reset() {
        resets++;
    }

    @Override
    public ChatException failure(Throwable cause) {
        return TransportFailure.of("alpha", cause);
    }

    @Override
    public ManualBody handler(Handler<Buffer> handler) {
        this.handler = handler;
        return this;
    }

    @Override
    public ManualBody exceptionHandler(Handler<Throwable> handler) {
        exceptionHandler = handler;
        return this;
    }

    @Override
    public ManualBody endHandler(Handler<Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public ManualBody pause() {
        demand = 0;
        return this;
    }

    @Override
    public ManualBody resume() {
        return fetch(Long.MAX_VALUE / 2);
    }

    @Override
    public ManualBody fetch(long amount) {
        demand += amount;
        return this;
    }
}
