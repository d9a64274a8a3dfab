package io.backstory.metrics;

/** What a store was asked to do. */
public enum StoreOperation implements Label {
    BEGIN,
    RENEW,
    COMMIT,
    ABORT,
    READ,
    DELETE,
    LIST,
    INTERRUPT
}
