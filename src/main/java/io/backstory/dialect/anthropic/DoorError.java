package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.JsonWriter;

/** Errors in the format's shape; clients branch on {@code details.error_code}. */
final class DoorError {
    private DoorError() {}

    /** As the catalogue has it, but overload has a status of its own here. */
    static int status(Kind kind) {
        return switch (kind) {
            case OVERLOADED, UPSTREAM_OVERLOADED, SHUTTING_DOWN -> 529;
            default -> kind.status();
        };
    }

    static Bytes json(ChatException failure, String requestId) {
        JsonWriter json = new JsonWriter().object().name("type").value("error");
        json.name("error").object();
        json.name("type").value(type(status(failure.kind())));
        json.name("message").value(failure.getMessage());
        json.name("details").object();
        json.name("error_code").value(failure.kind().code()).endObject().endObject();
        return json.name("request_id").value(requestId).endObject().toBytes();
    }

    private static String type(int status) {
        return switch (status) {
            case 400, 405, 415, 422 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 409 -> "conflict_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> "api_error";
        };
    }
}
