package io.backstory.dialect.thin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes one place of a JSON tree: drops, retypes or renames what stands there. */
final class JsonMutator {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<JsonNode> VALUES = List.of(
            JSON.nullNode(),
            JSON.booleanNode(true),
            JSON.numberNode(-1),
            JSON.numberNode(new BigDecimal("1e400")),
            JSON.numberNode(Long.MAX_VALUE),
            JSON.numberNode(0.5),
            JSON.textNode(""),
            JSON.textNode("a\n\u0000\u2028"),
            JSON.textNode("text"),
            JSON.arrayNode(),
            JSON.arrayNode().add(JSON.arrayNode()),
            JSON.objectNode(),
            JSON.objectNode().put("type", "text").put("text", "t"));

    private final Random random;

    JsonMutator(Random random) {
        this.random = random;
    }

    /** Changes the given tree and returns it. */
    JsonNode mutate(JsonNode tree) {
        List<JsonNode> places = new ArrayList<>();
        collect(tree, places);
        JsonNode place = places.get(random.nextInt(places.size()));
        if (place instanceof ObjectNode object) {
            mutateObject(object);
        } else if (place instanceof ArrayNode array) {
            mutateArray(array);
        }
        return tree;
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode() && !node.isEmpty()) {
            places.add(node);
            node.forEach(child -> collect(child, places));
        }
    }

    private void mutateObject(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(3)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name, anyValue());
            default -> object.set(misspelt(name), object.remove(name));
        }
    }

    private void mutateArray(ArrayNode array) {
        int place = random.nextInt(array.size());
        switch (random.nextInt(3)) {
            case 0 -> array.remove(place);
            case 1 -> array.set(place, anyValue());
            default -> array.add(array.get(place).deepCopy());
        }
    }

    private JsonNode anyValue() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private String misspelt(String name) {
        int place = random.nextInt(name.length());
        return name.substring(0, place) + (char) ('!' + random.nextInt(90)) + name.substring(place);
    }
}
