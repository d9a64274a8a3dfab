package io.backstory.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.Usage;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Usage of one reply. A stream tells it twice, each time cumulative and with fields that may be null: a later report
 * replaces field by field and never adds. {@code input_tokens} leaves cache reads and writes out, the hub's total has them.
 */
final class UsageOverlay {
    private final Map<String, Bytes> members = new LinkedHashMap<>();

    /** Lays a report over the earlier ones and gives the usage so far. */
    Usage add(Bytes report) {
        StrictJson.members(report).forEach((name, value) -> {
            if (!members.containsKey(name) || !value.utf8().equals("null")) {
                members.put(name, value);
            }
        });
        long read = number("cache_read_input_tokens");
        long written = number("cache_creation_input_tokens");
        return new Usage(
                number("input_tokens") + read + written,
                read,
                written,
                number("output_tokens"),
                node("output_tokens_details").path("thinking_tokens").asLong(0),
                false,
                raw());
    }

    private long number(String name) {
        return Math.max(0, node(name).asLong(0));
    }

    private JsonNode node(String name) {
        @Nullable Bytes value = members.get(name);
        return StrictJson.tree(value == null ? Bytes.utf8("null") : value);
    }

    private Bytes raw() {
        JsonWriter json = new JsonWriter().object();
        members.forEach((name, value) -> json.name(name).raw(value));
        return json.endObject().toBytes();
    }
}
