package io.backstory.metrics;

import io.backstory.chat.Kind;

/** What became of a client's request; one for each that finished. */
public enum Outcome implements Label {
    /** Answered, and the turn committed. */
    OK,
    /** The caller can repair it. */
    CLIENT_ERROR,
    AUTH_FAILED,
    /** A limit or budget of the gateway refused it. */
    RATE_LIMITED,
    /** The client left or cancelled. */
    CANCELLED,
    /** The provider failed and no other target could answer. */
    UPSTREAM_ERROR,
    TIMEOUT,
    /** Load was shed here, or every target was overloaded. */
    OVERLOADED,
    /** No usable target: every circuit of the route is open. */
    UNAVAILABLE,
    /** The turn could not begin, or its commit could not be confirmed. */
    STORE_UNAVAILABLE,
    /** A defect. */
    INTERNAL_ERROR;

    /** Outcome of a request that failed; a limit is taken for the gateway's own, see {@link #afterUpstream}. */
    public static Outcome of(Kind kind) {
        return switch (kind) {
            case INVALID_API_KEY, PERMISSION_DENIED -> AUTH_FAILED;
            case RATE_LIMIT_EXCEEDED, INSUFFICIENT_QUOTA -> RATE_LIMITED;
            case CANCELLED -> CANCELLED;
            case INTERNAL_ERROR -> INTERNAL_ERROR;
            case UPSTREAM_ERROR,
                    UPSTREAM_CONNECT,
                    UPSTREAM_TLS,
                    UPSTREAM_DNS,
                    UPSTREAM_RESET,
                    UPSTREAM_MALFORMED,
                    UPSTREAM_AUTH_FAILED -> UPSTREAM_ERROR;
            case OVERLOADED, UPSTREAM_OVERLOADED, SHUTTING_DOWN -> OVERLOADED;
            case STORE_UNAVAILABLE, HISTORY_REGRESSED, TURN_COMMIT_UNKNOWN, SESSION_MOVED -> STORE_UNAVAILABLE;
            case UPSTREAM_CONNECT_TIMEOUT, UPSTREAM_FIRST_TOKEN_TIMEOUT, UPSTREAM_IDLE_TIMEOUT, UPSTREAM_TIMEOUT ->
                TIMEOUT;
            default -> CLIENT_ERROR;
        };
    }

    /** Outcome of a request whose failure the last target asked gave: a provider's limit is not the gateway's. */
    public static Outcome afterUpstream(Kind kind) {
        return switch (kind) {
            case RATE_LIMIT_EXCEEDED -> OVERLOADED;
            case INSUFFICIENT_QUOTA -> UPSTREAM_ERROR;
            default -> of(kind);
        };
    }

    /** Whether it counts against availability. */
    public boolean isBad() {
        return compareTo(UPSTREAM_ERROR) >= 0;
    }

    /** The status such a failure has where nothing more precise is known. */
    int usualStatus() {
        return switch (this) {
            case OK -> 200;
            case CLIENT_ERROR -> 400;
            case AUTH_FAILED -> 401;
            case RATE_LIMITED -> 429;
            case CANCELLED -> 499;
            case UPSTREAM_ERROR -> 502;
            case TIMEOUT -> 504;
            case OVERLOADED, UNAVAILABLE, STORE_UNAVAILABLE -> 503;
            case INTERNAL_ERROR -> 500;
        };
    }

    /** The coarse label of the duration histogram, which must stay small. */
    String result() {
        return this == OK || this == CANCELLED ? label() : "error";
    }
}
