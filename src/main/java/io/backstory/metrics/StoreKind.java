package io.backstory.metrics;

/** Which store works. */
public enum StoreKind implements Label {
    SQLITE,
    REDIS,
    MEMORY
}
