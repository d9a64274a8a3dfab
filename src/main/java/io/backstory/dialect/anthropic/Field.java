package io.backstory.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One value of a request body with its place in it, such as {@code messages.0.content.1.text}. Reading it as a type it is
 * not fails with {@code INVALID_REQUEST} and names the place.
 */
record Field(String path, Bytes json) {

    /** The members of an object; one whose value is null counts as absent. */
    Members members() {
        if (!Wire.isObject(json)) {
            throw invalid("must be an object");
        }
        Map<String, Field> members = new LinkedHashMap<>();
        StrictJson.members(json).forEach((name, value) -> {
            if (!value.utf8().equals("null")) {
                members.put(name, new Field(path.isEmpty() ? name : path + "." + name, value));
            }
        });
        return new Members(this, members);
    }

    List<Field> elements() {
        if (!isArray()) {
            throw invalid("must be an array");
        }
        List<Field> elements = new ArrayList<>();
        for (Bytes element : StrictJson.elements(json)) {
            elements.add(new Field(path + "." + elements.size(), element));
        }
        return elements;
    }

    boolean isArray() {
        return Wire.isArray(json);
    }

    boolean isString() {
        return json.unsafeArray()[0] == '"';
    }

    String string() {
        JsonNode node = StrictJson.tree(json);
        if (!node.isTextual()) {
            throw invalid("must be a string");
        }
        return node.textValue();
    }

    boolean bool() {
        JsonNode node = StrictJson.tree(json);
        if (!node.isBoolean()) {
            throw invalid("must be true or false");
        }
        return node.booleanValue();
    }

    /** A whole number of at least 0. */
    int count() {
        JsonNode node = StrictJson.tree(json);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
            throw invalid("must be a whole number, 0 or more");
        }
        return node.intValue();
    }

    /** A number from 0 to 1. */
    double fraction() {
        JsonNode node = StrictJson.tree(json);
        if (!node.isNumber() || node.doubleValue() < 0 || node.doubleValue() > 1) {
            throw invalid("must be a number from 0 to 1");
        }
        return node.doubleValue();
    }

    ChatException invalid(String what) {
        return new ChatException(Kind.INVALID_REQUEST, path + ": " + what + ".", path);
    }

    ChatException unsupported(String why) {
        return new ChatException(Kind.UNSUPPORTED_PARAMETER, path + ": " + why, path);
    }

    /** The members of the object {@code holder}, by name. */
    record Members(Field holder, Map<String, Field> byName) {

        @Nullable
        Field get(String name) {
            return byName.get(name);
        }

        boolean has(String name) {
            return byName.containsKey(name);
        }

        Field required(String name) {
            Field field = byName.get(name);
            if (field == null) {
                String path = holder.path.isEmpty() ? name : holder.path + "." + name;
                throw new ChatException(Kind.MISSING_REQUIRED_PARAMETER, path + ": Field required.", path);
            }
            return field;
        }

        /** The string, null where the member is absent. */
        @Nullable
        String text(String name) {
            Field field = byName.get(name);
            return field == null ? null : field.string();
        }

        boolean flag(String name) {
            Field field = byName.get(name);
            return field != null && field.bool();
        }
    }
}
