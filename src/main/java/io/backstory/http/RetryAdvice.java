package io.backstory.http;

import io.backstory.chat.ChatException;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tells official SDKs whether to repeat a request: they obey {@code x-should-retry} before they look at the status, and
 * wait {@code retry-after-ms}. True where nothing reached a provider or a repeat is safe and useful; false once the
 * gateway has tried and a provider may have billed.
 */
final class RetryAdvice {
    private static final double JITTER = 0.25;

    private RetryAdvice() {}

    static void put(MultiMap headers, ChatException failure) {
        Boolean retry = shouldRetry(failure);
        if (retry != null) {
            headers.set("x-should-retry", retry.toString());
        }
        Duration after = failure.retryAfter() == null ? defaultDelay(failure) : failure.retryAfter();
        if (after != null) {
            headers.set("retry-after-ms", Long.toString(jittered(after)));
            headers.set("retry-after", Long.toString(Math.max(1, (after.toMillis() + 999) / 1000)));
        }
    }

    private static @Nullable Boolean shouldRetry(ChatException failure) {
        return switch (failure.kind()) {
            case SESSION_BUSY,
                    SESSION_MOVED,
                    IDEMPOTENCY_IN_FLIGHT,
                    STORE_UNAVAILABLE,
                    TURN_COMMIT_UNKNOWN,
                    OVERLOADED,
                    SHUTTING_DOWN,
                    UPSTREAM_CONNECT,
                    UPSTREAM_DNS,
                    UPSTREAM_CONNECT_TIMEOUT -> true;
            case TURN_CONFLICT,
                    SESSION_EXISTS,
                    IDEMPOTENCY_KEY_REUSED,
                    HISTORY_REGRESSED,
                    INSUFFICIENT_QUOTA,
                    UPSTREAM_AUTH_FAILED,
                    UPSTREAM_ERROR,
                    UPSTREAM_RESET,
                    UPSTREAM_MALFORMED,
                    UPSTREAM_TLS,
                    UPSTREAM_TIMEOUT,
                    UPSTREAM_IDLE_TIMEOUT,
                    UPSTREAM_FIRST_TOKEN_TIMEOUT -> false;
            default -> null;
        };
    }

    private static @Nullable Duration defaultDelay(ChatException failure) {
        return Boolean.TRUE.equals(shouldRetry(failure)) ? Duration.ofSeconds(1) : null;
    }

    /** Waiting clients must not come back all at once. */
    private static long jittered(Duration delay) {
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        return Math.round(delay.toMillis() * factor);
    }
}
