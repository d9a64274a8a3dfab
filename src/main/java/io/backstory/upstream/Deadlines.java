package io.backstory.upstream;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.config.ProviderConfig.Timeouts;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The clock of one call: the wait for the first byte, the gaps between chunks, and the whole. A gap counts only while
 * bytes were asked for, so a slow client is never mistaken for a silent provider. A JSON reply has no first-byte limit of
 * its own: providers send nothing of it before it is complete. Used from one context only.
 */
final class Deadlines {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final Timeouts timeouts;
    private Consumer<ChatException> expired = cause -> {};
    private final long totalTimer;
    private long firstTimer = NONE;
    private long idleTimer = NONE;
    private boolean started;
    private boolean waiting;
    private boolean stopped;
    private long waitingSince;

    /** Starts the clock. */
    Deadlines(Vertx vertx, Timeouts timeouts, boolean stream) {
        this.vertx = vertx;
        this.timeouts = timeouts;
        totalTimer = vertx.setTimer(millis(timeouts.total()), id -> expire(Kind.UPSTREAM_TIMEOUT, timeouts.total()));
        if (stream) {
            firstTimer = vertx.setTimer(
                    millis(timeouts.firstToken()),
                    id -> expire(Kind.UPSTREAM_FIRST_TOKEN_TIMEOUT, timeouts.firstToken()));
        }
    }

    /** Who is told, at most once, when a limit has passed; the last one set counts. */
    void onExpiry(Consumer<ChatException> expired) {
        this.expired = expired;
    }

    /** More bytes were asked for. */
    void waiting() {
        waiting = true;
        waitingSince = System.nanoTime();
        if (started && idleTimer == NONE && !stopped) {
            armIdle(timeouts.idle().toNanos());
        }
    }

    /** Bytes are here. */
    void arrived() {
        waiting = false;
        started = true;
        vertx.cancelTimer(firstTimer);
    }

    void stop() {
        stopped = true;
        vertx.cancelTimer(totalTimer);
        vertx.cancelTimer(firstTimer);
        vertx.cancelTimer(idleTimer);
    }

    /** One timer serves many chunks: when it fires too early it is set again for what is left. */
    private void armIdle(long nanos) {
        idleTimer = vertx.setTimer(millis(Duration.ofNanos(nanos)), id -> idleFired());
    }

    private void idleFired() {
        idleTimer = NONE;
        if (!waiting || stopped) {
            return;
        }
        long left = timeouts.idle().toNanos() - (System.nanoTime() - waitingSince);
        if (left <= 0) {
            expire(Kind.UPSTREAM_IDLE_TIMEOUT, timeouts.idle());
        } else {
            armIdle(left);
        }
    }

    private void expire(Kind kind, Duration limit) {
        if (!stopped) {
            stop();
            expired.accept(new ChatException(
                    kind,
                    "The provider did not answer in time (" + kind.errorClass() + ", " + limit.toMillis() + " ms)."));
        }
    }

    /** Rounded up, because a timer needs at least a millisecond and must not fire before its time. */
    private static long millis(Duration duration) {
        return Math.max(1, duration.plusNanos(999_999).toMillis());
    }
}
