package io.backstory.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import org.jspecify.annotations.Nullable;

/** Members of a client's request, with errors that name the field. */
final class ChatFields {
    private ChatFields() {}

    static ChatException wrong(String path, String expected) {
        return new ChatException(Kind.INVALID_REQUEST, "'" + path + "' must be " + expected + ".", path);
    }

    static ChatException missing(String path) {
        return new ChatException(Kind.MISSING_REQUIRED_PARAMETER, "'" + path + "' is required.", path);
    }

    static ChatException unsupported(String path, String why) {
        return new ChatException(Kind.UNSUPPORTED_PARAMETER, "'" + path + "' is not supported" + why + ".", path);
    }

    static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    static String requiredText(JsonNode object, String name, String path) {
        String text = optionalText(object, name, path);
        if (text == null) {
            throw missing(join(path, name));
        }
        return text;
    }

    static @Nullable String optionalText(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (isAbsent(value)) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(join(path, name), "a string");
        }
        return value.textValue();
    }

    static @Nullable Boolean optionalBoolean(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (isAbsent(value)) {
            return null;
        }
        if (!value.isBoolean()) {
            throw wrong(join(path, name), "a boolean");
        }
        return value.booleanValue();
    }

    static @Nullable Double optionalNumber(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (isAbsent(value)) {
            return null;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(join(path, name), "a number");
        }
        return value.doubleValue();
    }

    /** A whole number of at least 1. */
    static @Nullable Integer optionalCount(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (isAbsent(value)) {
            return null;
        }
        if (!value.isInt() || value.intValue() < 1) {
            throw wrong(join(path, name), "an integer of at least 1");
        }
        return value.intValue();
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
