package io.backstory.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Requests brought to one spelling, so that two ways to say the same are equal. */
final class PlainJson {
    private static final Set<String> UNKNOWN_TO_THE_HUB = Set.of("cache_control", "citations", "thinking");

    private PlainJson() {}

    /** One spelling of everything: blocks for text, and nothing the hub has no words for. */
    static JsonNode of(JsonNode node) {
        if (node.isArray()) {
            List<JsonNode> kept = new ArrayList<>();
            node.forEach(element -> kept.add(of(element)));
            kept.removeIf(element -> element.path("type").asText("").equals("thinking"));
            return kept.size() == 1 && kept.get(0).path("type").asText("").equals("text")
                    ? kept.get(0).get("text")
                    : ((ArrayNode) node).arrayNode().addAll(kept);
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode plain = ((ObjectNode) node).objectNode();
        node.forEachEntry((name, value) -> {
            if (!UNKNOWN_TO_THE_HUB.contains(name)) {
                plain.set(name, of(value));
            }
        });
        return plain;
    }
}
