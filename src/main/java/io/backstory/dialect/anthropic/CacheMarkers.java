package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;
import java.util.Map;

/**
 * Takes a client's {@code cache_control} markers out of messages that have become history. A request may carry four, so
 * a session whose client marks every new message would be refused from its fifth turn on. Markers are no part of what
 * the provider's cache or its check of thinking blocks compares.
 */
final class CacheMarkers {
    private static final String MARKER = "cache_control";

    private CacheMarkers() {}

    static Bytes strip(Bytes message) {
        return message.utf8().contains('"' + MARKER + '"') ? stripObject(message) : message;
    }

    /** Descends into {@code content} alone: a tool's input may have a member of any name. */
    private static Bytes stripObject(Bytes object) {
        JsonWriter json = new JsonWriter(object.length()).object();
        for (Map.Entry<String, Bytes> member : StrictJson.members(object).entrySet()) {
            if (!member.getKey().equals(MARKER)) {
                json.name(member.getKey()).raw(stripContent(member.getKey(), member.getValue()));
            }
        }
        return json.endObject().toBytes();
    }

    private static Bytes stripContent(String name, Bytes value) {
        if (!name.equals("content") || !Wire.isArray(value)) {
            return value;
        }
        JsonWriter json = new JsonWriter(value.length()).array();
        for (Bytes element : StrictJson.elements(value)) {
            json.raw(Wire.isObject(element) ? stripObject(element) : element);
        }
        return json.endArray().toBytes();
    }
}
