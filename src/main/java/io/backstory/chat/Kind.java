package io.backstory.chat;

/**
 * The ways a request can fail. Codes and statuses are the error catalogue every door speaks; the class is the metric
 * label of a failed call to a provider.
 */
public enum Kind {
    INVALID_JSON("invalid_json", 400, "invalid_request"),
    INVALID_REQUEST("invalid_request", 400, "invalid_request"),
    MISSING_REQUIRED_PARAMETER("missing_required_parameter", 400, "invalid_request"),
    UNSUPPORTED_PARAMETER("unsupported_parameter", 400, "invalid_request"),
    UNKNOWN_FIELD("unknown_field", 400, "invalid_request"),
    INVALID_SESSION_ID("invalid_session_id", 400, "invalid_request"),
    SESSION_CONFLICT("session_conflict", 400, "invalid_request"),
    INVALID_IDEMPOTENCY_KEY("invalid_idempotency_key", 400, "invalid_request"),
    INVALID_CURSOR("invalid_cursor", 400, "invalid_request"),
    TOOL_RESULT_MISSING("tool_result_missing", 400, "invalid_request"),
    TOOL_CALL_NOT_FOUND("tool_call_not_found", 400, "invalid_request"),
    TOO_MANY_ITEMS("too_many_items", 400, "invalid_request"),
    CONTEXT_LENGTH_EXCEEDED("context_length_exceeded", 400, "context_length"),
    CONTENT_FILTERED("content_filtered", 400, "content_filter"),
    INVALID_API_KEY("invalid_api_key", 401, "auth"),
    PERMISSION_DENIED("permission_denied", 403, "auth"),
    MODEL_NOT_FOUND("model_not_found", 404, "not_found"),
    ROUTE_NOT_FOUND("route_not_found", 404, "not_found"),
    SESSION_NOT_FOUND("session_not_found", 404, "not_found"),
    METHOD_NOT_ALLOWED("method_not_allowed", 405, "invalid_request"),
    RESPONSE_NOT_FOUND("response_not_found", 404, "not_found"),
    ITEM_NOT_FOUND("item_not_found", 404, "not_found"),
    SESSION_BUSY("session_busy", 409, "invalid_request"),
    SESSION_MOVED("session_moved", 409, "invalid_request"),
    SESSION_EXISTS("session_exists", 409, "invalid_request"),
    TURN_CONFLICT("turn_conflict", 409, "invalid_request"),
    IDEMPOTENCY_IN_FLIGHT("idempotency_in_flight", 409, "invalid_request"),
    REQUEST_TOO_LARGE("request_too_large", 413, "invalid_request"),
    URI_TOO_LONG("uri_too_long", 414, "invalid_request"),
    UNSUPPORTED_MEDIA_TYPE("unsupported_media_type", 415, "invalid_request"),
    IDEMPOTENCY_KEY_REUSED("idempotency_key_reused", 422, "invalid_request"),
    RATE_LIMIT_EXCEEDED("rate_limit_exceeded", 429, "rate_limited"),
    INSUFFICIENT_QUOTA("insufficient_quota", 429, "quota_exhausted"),
    HEADERS_TOO_LARGE("headers_too_large", 431, "invalid_request"),
    CANCELLED("request_cancelled", 499, "cancelled"),
    INTERNAL_ERROR("internal_error", 500, "other"),
    UPSTREAM_ERROR("upstream_error", 502, "server_error"),
    UPSTREAM_CONNECT("upstream_error", 502, "connect"),
    UPSTREAM_TLS("upstream_error", 502, "tls"),
    UPSTREAM_DNS("upstream_error", 502, "dns"),
    UPSTREAM_RESET("upstream_error", 502, "reset"),
    UPSTREAM_MALFORMED("upstream_error", 502, "malformed"),
    UPSTREAM_AUTH_FAILED("upstream_auth_failed", 502, "auth"),
    OVERLOADED("overloaded", 503, "overloaded"),
    UPSTREAM_OVERLOADED("upstream_overloaded", 503, "overloaded"),
    SHUTTING_DOWN("shutting_down", 503, "other"),
    STORE_UNAVAILABLE("store_unavailable", 503, "other"),
    HISTORY_REGRESSED("history_regressed", 503, "other"),
    TURN_COMMIT_UNKNOWN("turn_commit_unknown", 503, "other"),
    UPSTREAM_CONNECT_TIMEOUT("upstream_timeout", 504, "timeout_connect"),
    UPSTREAM_FIRST_TOKEN_TIMEOUT("upstream_timeout", 504, "timeout_first_token"),
    UPSTREAM_IDLE_TIMEOUT("upstream_timeout", 504, "timeout_idle"),
    UPSTREAM_TIMEOUT("upstream_timeout", 504, "timeout_total");

    private final String code;
    private final int status;
    private final String errorClass;

    Kind(String code, int status, String errorClass) {
        this.code = code;
        this.status = status;
        this.errorClass = errorClass;
    }

    /** The word clients branch on. */
    public String code() {
        return code;
    }

    /** HTTP status where the door does not say otherwise. */
    public int status() {
        return status;
    }

    /** The {@code error_class} label of the metrics. */
    public String errorClass() {
        return errorClass;
    }

    /** Whether another target, or the same one later, may answer the same request. */
    public boolean retryable() {
        return switch (this) {
            case RATE_LIMIT_EXCEEDED,
                    UPSTREAM_ERROR,
                    UPSTREAM_CONNECT,
                    UPSTREAM_TLS,
                    UPSTREAM_DNS,
                    UPSTREAM_RESET,
                    UPSTREAM_OVERLOADED,
                    UPSTREAM_CONNECT_TIMEOUT,
                    UPSTREAM_FIRST_TOKEN_TIMEOUT -> true;
            default -> false;
        };
    }
}
