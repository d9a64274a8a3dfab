package io.backstory.metrics;

/** How one try of a store operation ended. */
public enum StoreResult implements Label {
    OK,
    NOT_FOUND,
    /** Busy, fenced, at another version, or a reused idempotency key; a replay is {@link #OK}. */
    CONFLICT,
    TIMEOUT,
    ERROR
}
