package io.backstory.dialect.thin;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object of a request. */
record Fields(String path, Map<String, Bytes> members) {
    private static final int SHOWN = 64;

    /** The fields of a whole body. */
    static Fields ofBody(Bytes json, List<String> known) {
        return new Fields("", StrictJson.members(json)).within(known);
    }

    /** Any names. */
    static Fields of(JsonField object) {
        if (!object.isObject()) {
            throw object.mustBe("an object");
        }
        return new Fields(object.path(), StrictJson.members(object.json()));
    }

    /** @throws ChatException {@code UNKNOWN_FIELD} for a name outside {@code known}, with the one that was meant */
    Fields within(List<String> known) {
        for (String name : members.keySet()) {
            if (!known.contains(name)) {
                throw unknown(name, known);
            }
        }
        return this;
    }

    /** Null when the field is absent. */
    @Nullable
    JsonField find(String name) {
        Bytes json = members.get(name);
        return json == null ? null : new JsonField(pathOf(name), json);
    }

    /** Null when the field is absent. */
    <T> @Nullable T read(String name, Function<JsonField, T> reader) {
        JsonField field = find(name);
        return field == null ? null : reader.apply(field);
    }

    JsonField need(String name) {
        JsonField field = find(name);
        if (field == null) {
            throw new ChatException(
                    Kind.MISSING_REQUIRED_PARAMETER, pathOf(name) + " is missing: send it.", pathOf(name));
        }
        return field;
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    Map<String, JsonField> all() {
        Map<String, JsonField> all = new LinkedHashMap<>();
        members.forEach((name, json) -> all.put(name, new JsonField(pathOf(name), json)));
        return all;
    }

    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private ChatException unknown(String name, List<String> known) {
        String shown = pathOf(name.length() > SHOWN ? name.substring(0, name.offsetByCodePoints(0, 32)) + "..." : name);
        String hint = NearestName.of(name, known)
                .map(meant -> "Did you mean \"" + meant + "\"?")
                .orElse("Known here: " + String.join(", ", known) + ".");
        return new ChatException(Kind.UNKNOWN_FIELD, "There is no field \"" + shown + "\". " + hint, shown);
    }
}
