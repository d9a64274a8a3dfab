package io.backstory.metrics;

/** Why a caller was refused. */
public enum AuthFailure implements Label {
    MISSING,
    MALFORMED,
    UNKNOWN_KEY,
    EXPIRED,
    FORBIDDEN_ROUTE,
    /** The client sees an unknown session; only this count tells the operator. */
    SESSION_NOT_OWNED
}
