package io.backstory.metrics;

/** Why the near cache let a session go. */
public enum EvictionCause implements Label {
    SIZE,
    EXPIRED
}
