package io.backstory.dialect.thin;

import static java.util.Map.entry;

import java.util.Map;

/** What each code means, in words that are the same for every occurrence (RFC 9457, 3.1.3). */
final class ProblemTitles {
    private static final Map<String, String> TITLES = Map.ofEntries(
            entry("invalid_json", "The body is not valid JSON"),
            entry("invalid_request", "The request is not valid"),
            entry("missing_required_parameter", "A required field is missing"),
            entry("unsupported_parameter", "A field is not supported"),
            entry("unknown_field", "A field is not known"),
            entry("invalid_session_id", "The session id is not valid"),
            entry("session_conflict", "The request names two sessions"),
            entry("invalid_idempotency_key", "The idempotency key is not valid"),
            entry("invalid_cursor", "The cursor is not valid"),
            entry("tool_result_missing", "A tool result is missing"),
            entry("tool_call_not_found", "There is no such pending tool call"),
            entry("too_many_items", "There are too many items"),
            entry("context_length_exceeded", "The request does not fit the model"),
            entry("content_filtered", "The provider refused the content"),
            entry("invalid_api_key", "The API key is not valid"),
            entry("permission_denied", "The API key may not do this"),
            entry("model_not_found", "There is no such model"),
            entry("route_not_found", "There is nothing at this path"),
            entry("session_not_found", "There is no such session"),
            entry("method_not_allowed", "The method is not allowed here"),
            entry("response_not_found", "There is no such response"),
            entry("item_not_found", "There is no such item"),
            entry("session_busy", "The session is busy"),
            entry("session_moved", "The session has moved on"),
            entry("session_exists", "The session exists already"),
            entry("turn_conflict", "The session is at another turn"),
            entry("idempotency_in_flight", "The same request is still running"),
            entry("idempotency_key_reused", "The idempotency key belongs to another request"),
            entry("request_too_large", "The request is too large"),
            entry("uri_too_long", "The URI is too long"),
            entry("headers_too_large", "The headers are too large"),
            entry("unsupported_media_type", "The media type is not supported"),
            entry("rate_limit_exceeded", "The rate limit is reached"),
            entry("insufficient_quota", "The budget is used up"),
            entry("request_cancelled", "The request was cancelled"),
            entry("internal_error", "The gateway failed"),
            entry("upstream_error", "The provider failed"),
            entry("upstream_auth_failed", "The provider refused the gateway's credential"),
            entry("overloaded", "The gateway is overloaded"),
            entry("upstream_overloaded", "The provider is overloaded"),
            entry("shutting_down", "The gateway is shutting down"),
            entry("store_unavailable", "The store cannot be reached"),
            entry("history_regressed", "The store lost acknowledged turns"),
            entry("turn_commit_unknown", "It is not known whether the turn was stored"),
            entry("upstream_timeout", "The provider took too long"));

    private ProblemTitles() {}

    static String of(String code) {
        return TITLES.getOrDefault(code, code);
    }
}
