package io.backstory.metrics;

/** How the commit of a turn ended, all its tries together. */
public enum CommitResult implements Label {
    OK,
    /** Stored, after an earlier try whose outcome was not clear. */
    DUPLICATE,
    /** Another try of the same request was stored first. */
    SUPERSEDED,
    /** Somebody else had the session by then, or it was deleted. */
    FENCED,
    /** The session had moved on. */
    CONFLICT,
    /** It cannot be told. */
    UNKNOWN
}
