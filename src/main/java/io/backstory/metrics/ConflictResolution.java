package io.backstory.metrics;

/** What became of a turn that met another one of its session. */
public enum ConflictResolution implements Label {
    QUEUED,
    REJECTED,
    TIMED_OUT,
    /** Another holder took the session and the reply was discarded. */
    MOVED
}
