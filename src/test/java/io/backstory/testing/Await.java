package io.backstory.testing;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what has to come, and fails a test that would wait for ever. */
public final class Await {
    private static final long SECONDS = 30;

    private Await() {}

    public static <T> T within(Future<T> future) {
        try {
            return future.await(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came within " + SECONDS + " s", e);
        }
    }
}
