package io.backstory.testing;

import io.backstory.testing.FakeProvider.Received;
import io.backstory.testing.FakeProvider.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicLong;

/** A stream that repeats one chunk as fast as the client reads. */
public final class Flood implements Reply {
    private final String chunk;
    private final long limit;
    private final Promise<Void> full = Promise.promise();
    private final AtomicLong written = new AtomicLong();

    public Flood(String chunk, long limit) {
        this.chunk = chunk;
        this.limit = limit;
    }

    @Override
    public void answer(Received request, HttpServerResponse response) {
        response.setChunked(true).putHeader("content-type", "text/event-stream");
        run(response);
    }

    void run(HttpServerResponse response) {
        response.exceptionHandler(cause -> {});
        while (written.get() < limit && !response.writeQueueFull()) {
            written.addAndGet(chunk.length());
            response.write(chunk);
        }
        if (written.get() < limit) {
            full.tryComplete();
            response.drainHandler(v -> run(response));
        }
    }

    /** Completes when the client has stopped reading for the first time. */
    public Future<Void> full() {
        return full.future();
    }

    public long written() {
        return written.get();
    }
}
