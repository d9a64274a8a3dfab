package io.backstory.metrics;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A stream to a client while it is open. */
public final class OpenStream {
    private final AtomicLong active;
    private final Consumer<StreamEnd> ended;
    private final AtomicBoolean open = new AtomicBoolean(true);

    OpenStream(AtomicLong active, Consumer<StreamEnd> ended) {
        this.active = active;
        this.ended = ended;
        active.incrementAndGet();
    }

    /** Counts the end; only the first call does. */
    public void end(StreamEnd how) {
        if (open.compareAndSet(true, false)) {
            active.decrementAndGet();
            ended.accept(how);
        }
    }
}
