package io.backstory.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.PromptSizes;
import io.backstory.dialect.LengthRefusal;
import io.backstory.dialect.ProviderText;
import io.backstory.dialect.RetryAfter;
import io.backstory.dialect.StrictJson;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An error as the provider wrote it. {@code code} is {@code details.error_code}, which the provider promises to keep, unlike
 * its sentences; only for a prompt that is too long there is nothing but the sentence.
 *
 * @param message empty where the body is not of the provider's shape
 */
record ProviderError(String type, String message, String code) {
    private static final Set<String> SPENT = Set.of("enforced_spend_limit_reached", "contract_spend_limit_reached");

    static ProviderError read(Bytes body) {
        try {
            return of(StrictJson.tree(body));
        } catch (ChatException notJson) {
            return new ProviderError("", "", "");
        }
    }

    static ProviderError of(JsonNode body) {
        JsonNode error = body.path("error");
        return new ProviderError(
                error.path("type").asText(""),
                error.path("message").asText(""),
                error.path("details").path("error_code").asText(""));
    }

    /** As the reply to a call. */
    ChatException toException(int status, Map<String, String> headers) {
        Kind kind = kind(status);
        String param = kind == Kind.CONTEXT_LENGTH_EXCEEDED ? "messages" : null;
        boolean mayPass = kind == Kind.RATE_LIMIT_EXCEEDED || kind == Kind.UPSTREAM_OVERLOADED;
        ChatException failure =
                new ChatException(kind, text(kind), param, mayPass ? RetryAfter.read(headers) : null, null);
        return kind == Kind.CONTEXT_LENGTH_EXCEEDED
                ? failure.withSizes(LengthRefusal.read(message).orElse(PromptSizes.UNKNOWN))
                : failure;
    }

    /** As an event inside a stream, where the type stands for the status. */
    ChatException toException() {
        return toException(status(), Map.of());
    }

    private int status() {
        return switch (type) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "conflict_error" -> 409;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "timeout_error" -> 504;
            case "overloaded_error" -> 529;
            default -> 500;
        };
    }

    private Kind kind(int status) {
        if (status == 401 || status == 403) {
            return Kind.UPSTREAM_AUTH_FAILED;
        }
        if (status == 402 || SPENT.contains(code) || type.equals("billing_error")) {
            return Kind.INSUFFICIENT_QUOTA;
        }
        return switch (status) {
            case 400, 422 -> refused();
            case 408, 504 -> Kind.UPSTREAM_TIMEOUT;
            case 413 -> Kind.REQUEST_TOO_LARGE;
            case 429 -> Kind.RATE_LIMIT_EXCEEDED;
            case 503, 529 -> Kind.UPSTREAM_OVERLOADED;
            default -> type.equals("overloaded_error") ? Kind.UPSTREAM_OVERLOADED : Kind.UPSTREAM_ERROR;
        };
    }

    private Kind refused() {
        String text = message.toLowerCase(Locale.ROOT);
        if (LengthRefusal.read(message).isPresent()) {
            return Kind.CONTEXT_LENGTH_EXCEEDED;
        }
        boolean spent = text.contains("api usage limits") || text.contains("credit balance is too low");
        return spent ? Kind.INSUFFICIENT_QUOTA : Kind.INVALID_REQUEST;
    }

    private String text(Kind kind) {
        return switch (kind) {
            case UPSTREAM_AUTH_FAILED -> "The provider rejected the gateway's credential.";
            case INSUFFICIENT_QUOTA -> "The provider refuses calls: a spend limit is reached.";
            case RATE_LIMIT_EXCEEDED -> "The provider limits the rate of calls.";
            case UPSTREAM_OVERLOADED -> "The provider is overloaded.";
            case UPSTREAM_TIMEOUT -> "The provider gave up on the call after too long a time.";
            case REQUEST_TOO_LARGE -> "The provider refuses a request of this size.";
            case UPSTREAM_ERROR -> "The provider failed to answer" + (type.isEmpty() ? "." : ": " + named());
            default -> message.isEmpty() ? "The provider refused the request." : ProviderText.forClient(message);
        };
    }

    private String named() {
        return ProviderText.forClient(type);
    }
}
