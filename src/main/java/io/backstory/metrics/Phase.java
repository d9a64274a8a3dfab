package io.backstory.metrics;

/** A part of the gateway's own work on a request. */
public enum Phase implements Label {
    AUTH,
    LIMITS,
    BEGIN,
    WINDOW,
    RENDER,
    COMMIT
}
