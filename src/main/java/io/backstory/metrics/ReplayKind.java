package io.backstory.metrics;

/** How a repeated request was recognised. */
public enum ReplayKind implements Label {
    /** By the client's key. */
    EXPLICIT,
    /** By what it asks, and an SDK's word that it asks again. */
    IMPLICIT
}
