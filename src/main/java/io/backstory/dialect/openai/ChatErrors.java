package io.backstory.dialect.openai;

import static io.backstory.dialect.openai.ChatWire.textOrEmpty;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.PromptSizes;
import io.backstory.dialect.LengthRefusal;
import io.backstory.dialect.ProviderText;
import io.backstory.dialect.RetryAfter;
import io.backstory.dialect.StrictJson;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a provider says when it refuses or fails, before a reply or in the middle of one.
 *
 * <p>Its own words reach the client only where they help to mend the request, shortened and without anything that looks
 * like a key. Everything else is about the gateway's account and is said in the gateway's words.
 */
final class ChatErrors {
    private static final Set<String> QUOTA =
            Set.of("insufficient_quota", "credit_balance_exhausted", "billing_hard_limit_reached");
    private static final Set<String> FILTER = Set.of("content_filter", "content_policy_violation");
    private static final Set<String> OVERLOAD =
            Set.of("server_is_overloaded", "service_unavailable_error", "overloaded_error", "engine_overloaded_error");

    private ChatErrors() {}

    /** The failure an error status stands for. */
    static ChatException read(int status, Map<String, String> headers, Bytes body) {
        JsonNode error = error(body);
        Kind kind = kind(status, error);
        boolean mayPass = kind == Kind.RATE_LIMIT_EXCEEDED || kind == Kind.UPSTREAM_OVERLOADED;
        return sized(
                error,
                new ChatException(
                        kind,
                        message(kind, error),
                        param(kind, error),
                        mayPass ? RetryAfter.read(headers) : null,
                        null));
    }

    private static ChatException sized(JsonNode error, ChatException failure) {
        return failure.kind() == Kind.CONTEXT_LENGTH_EXCEEDED
                ? failure.withSizes(LengthRefusal.read(said(error)).orElse(PromptSizes.UNKNOWN))
                : failure;
    }

    /** The failure reported inside a reply that had begun well. */
    static ChatException inBand(JsonNode error) {
        JsonNode code = error.path("code");
        Kind kind = kind(code.isInt() ? code.intValue() : 500, error);
        boolean request = textOrEmpty(error, "type").equals("invalid_request_error");
        Kind told = kind == Kind.UPSTREAM_ERROR && request ? Kind.INVALID_REQUEST : kind;
        return sized(error, new ChatException(told, message(told, error), param(told, error)));
    }

    static void throwIfError(JsonNode piece) {
        JsonNode error = piece.hasNonNull("error")
                ? piece.path("error")
                : piece.path("x_groq").path("error");
        if (!error.isMissingNode() && !error.isNull()) {
            throw inBand(error);
        }
    }

    /** Some look-alikes report a failure as a finish reason. */
    static void throwIfBroken(String finishReason) {
        if (finishReason.equals("error")) {
            throw new ChatException(Kind.UPSTREAM_ERROR, "The provider failed while it answered.");
        }
    }

    private static JsonNode error(Bytes body) {
        try {
            JsonNode tree = StrictJson.tree(body);
            return tree.hasNonNull("error") ? tree.path("error") : tree;
        } catch (ChatException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static Kind kind(int status, JsonNode error) {
        Kind byCode = byCode(textOrEmpty(error, "code"));
        Kind known = byCode == null ? byCode(textOrEmpty(error, "type")) : byCode;
        if (status == 401 || status == 403 || known == null) {
            return byStatus(status, error);
        }
        return known;
    }

    private static @Nullable Kind byCode(String code) {
        if (QUOTA.contains(code)) {
            return Kind.INSUFFICIENT_QUOTA;
        }
        if (FILTER.contains(code)) {
            return Kind.CONTENT_FILTERED;
        }
        if (OVERLOAD.contains(code)) {
            return Kind.UPSTREAM_OVERLOADED;
        }
        return switch (code) {
            case "context_length_exceeded" -> Kind.CONTEXT_LENGTH_EXCEEDED;
            case "rate_limit_exceeded" -> Kind.RATE_LIMIT_EXCEEDED;
            case "invalid_api_key" -> Kind.UPSTREAM_AUTH_FAILED;
            default -> null;
        };
    }

    private static Kind byStatus(int status, JsonNode error) {
        return switch (status) {
            case 400, 422 ->
                LengthRefusal.read(said(error)).isPresent() ? Kind.CONTEXT_LENGTH_EXCEEDED : Kind.INVALID_REQUEST;
            case 401, 403 -> Kind.UPSTREAM_AUTH_FAILED;
            case 402 -> Kind.INSUFFICIENT_QUOTA;
            case 408, 504 -> Kind.UPSTREAM_TIMEOUT;
            case 413 -> Kind.REQUEST_TOO_LARGE;
            case 429 -> Kind.RATE_LIMIT_EXCEEDED;
            case 498, 503, 529 -> Kind.UPSTREAM_OVERLOADED;
            default -> Kind.UPSTREAM_ERROR;
        };
    }

    private static @Nullable String param(Kind kind, JsonNode error) {
        return switch (kind) {
            case CONTEXT_LENGTH_EXCEEDED -> "messages";
            case INVALID_REQUEST -> ChatWire.text(error, "param");
            default -> null;
        };
    }

    private static String message(Kind kind, JsonNode error) {
        return switch (kind) {
            case INVALID_REQUEST -> ownWords(error, "The provider did not accept the request.");
            case CONTEXT_LENGTH_EXCEEDED -> ownWords(error, "The conversation is too long for the model.");
            case CONTENT_FILTERED -> ownWords(error, "The provider's content filter refused the prompt.");
            case RATE_LIMIT_EXCEEDED -> "The provider's rate limit is reached.";
            case INSUFFICIENT_QUOTA -> "The quota at the provider is used up.";
            case UPSTREAM_AUTH_FAILED -> "The provider did not accept the gateway's credential.";
            case REQUEST_TOO_LARGE -> "The request is too large for the provider.";
            case UPSTREAM_OVERLOADED -> "The provider is overloaded.";
            case UPSTREAM_TIMEOUT -> "The provider took too long.";
            default -> "The provider failed.";
        };
    }

    private static String ownWords(JsonNode error, String otherwise) {
        String said = said(error);
        return said.isBlank() ? otherwise : ProviderText.forClient(said);
    }

    private static String said(JsonNode error) {
        String message = error.isTextual() ? error.textValue() : textOrEmpty(error, "message");
        JsonNode detail = error.path("detail");
        return message.isEmpty() && !detail.isMissingNode()
                ? (detail.isTextual() ? detail.textValue() : detail.toString())
                : message;
    }
}
