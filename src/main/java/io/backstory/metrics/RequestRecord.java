package io.backstory.metrics;

import org.jspecify.annotations.Nullable;

/**
 * A client's request from its first byte to the last byte of the answer.
 *
 * @param route null where none was found out
 * @param tenant null where the caller was not recognised
 * @param status HTTP status sent; 499 when the client left before an answer began
 * @param overheadNanos the duration without waiting for the provider, for the client and for another turn of the session
 * @param firstTokenNanos from the first byte to the first content token sent; 0 when none was, or for a JSON answer
 */
public record RequestRecord(
        Door door,
        @Nullable String route,
        @Nullable String tenant,
        boolean stream,
        Outcome outcome,
        int status,
        long durationNanos,
        long overheadNanos,
        long firstTokenNanos) {}
