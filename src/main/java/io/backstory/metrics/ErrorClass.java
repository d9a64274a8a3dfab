package io.backstory.metrics;

import io.backstory.chat.Kind;
import java.util.Locale;

/** How a call to a provider ended: {@link Kind#errorClass()}, or none. */
public enum ErrorClass implements Label {
    NONE,
    INVALID_REQUEST,
    CONTEXT_LENGTH,
    CONTENT_FILTER,
    NOT_FOUND,
    AUTH,
    QUOTA_EXHAUSTED,
    RATE_LIMITED,
    OVERLOADED,
    SERVER_ERROR,
    TIMEOUT_CONNECT,
    TIMEOUT_FIRST_TOKEN,
    TIMEOUT_IDLE,
    TIMEOUT_TOTAL,
    CONNECT,
    TLS,
    DNS,
    RESET,
    MALFORMED,
    CANCELLED,
    OTHER;

    public static ErrorClass of(Kind kind) {
        return valueOf(kind.errorClass().toUpperCase(Locale.ROOT));
    }
}
