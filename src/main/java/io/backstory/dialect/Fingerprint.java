package io.backstory.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells whether two request bodies ask for the same: white space, the order of members and the way strings are escaped do
 * not matter, nor does how the answer is to travel.
 */
public final class Fingerprint {
    /** How the answer travels, and the request's own name. */
    private static final Set<String> LEFT_OUT = Set.of("stream", "stream_options", "idempotencyKey");

    private Fingerprint() {}

    /** SHA-256 of a body that a door has read before. */
    public static Bytes of(Bytes body) {
        JsonWriter canonical = new JsonWriter(body.length());
        Map<String, JsonNode> members = sorted(StrictJson.tree(body));
        members.keySet().removeAll(LEFT_OUT);
        write(members, canonical);
        return sha256(canonical.toBytes());
    }

    private static void write(Map<String, JsonNode> members, JsonWriter out) {
        out.object();
        members.forEach((name, value) -> write(value, out.name(name)));
        out.endObject();
    }

    private static void write(JsonNode value, JsonWriter out) {
        if (value.isObject()) {
            write(sorted(value), out);
        } else if (value.isArray()) {
            out.array();
            value.forEach(element -> write(element, out));
            out.endArray();
        } else if (value.isTextual()) {
            out.value(value.textValue());
        } else {
            out.raw(value.toString());
        }
    }

    private static Map<String, JsonNode> sorted(JsonNode object) {
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
        return sorted;
    }

    private static Bytes sha256(Bytes text) {
        try {
            return Bytes.wrap(MessageDigest.getInstance("SHA-256").digest(text.unsafeArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
