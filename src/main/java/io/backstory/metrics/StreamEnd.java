package io.backstory.metrics;

/** How a client's stream ended. */
public enum StreamEnd implements Label {
    COMPLETE,
    CLIENT_CANCEL,
    UPSTREAM_ABORT,
    IDLE_TIMEOUT,
    SLOW_CLIENT,
    DRAIN
}
