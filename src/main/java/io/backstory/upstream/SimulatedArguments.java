package io.backstory.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.dialect.JsonWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arguments that fit a JSON Schema, as far as its simple forms go, with values taken from what the user said. */
final class SimulatedArguments {
    private static final Pattern QUOTED = Pattern.compile("[\"“']([^\"”']+)[\"”']");
    private static final Pattern NAMED = Pattern.compile("\\b(?:in|for|of|at|with) (\\p{Lu}[\\p{L}-]*)");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

    private SimulatedArguments() {}

    /** A JSON object with the required properties, or with all where none is said to be required. */
    static String of(JsonNode schema, String text) {
        JsonWriter json = new JsonWriter().object();
        JsonNode properties = schema.path("properties");
        JsonNode required = schema.path("required");
        properties.fieldNames().forEachRemaining(name -> {
            if (required.isEmpty() || contains(required, name)) {
                json.name(name);
                value(json, name, properties.get(name), text);
            }
        });
        return json.endObject().toBytes().utf8();
    }

    private static boolean contains(JsonNode names, String wanted) {
        for (JsonNode name : names) {
            if (name.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static void value(JsonWriter json, String name, JsonNode schema, String text) {
        if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
            json.raw(schema.path("enum").get(0).toString());
            return;
        }
        if (schema.path("anyOf").isArray() && !schema.path("anyOf").isEmpty()) {
            value(json, name, schema.path("anyOf").get(0), text);
            return;
        }
        switch (schema.path("type").asText("string")) {
            case "integer" -> json.value((long) number(text));
            case "number" -> json.value(number(text));
            case "boolean" -> json.value(true);
            case "array" -> json.array().endArray();
            case "object" -> json.raw(of(schema, text));
            default -> json.value(string(name, text));
        }
    }

    private static double number(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.find() ? Double.parseDouble(number.group()) : 1;
    }

    /** Something in quotes, else a proper name, else the name of the property. */
    private static String string(String name, String text) {
        Matcher quoted = QUOTED.matcher(text);
        Matcher named = NAMED.matcher(text);
        return quoted.find() ? quoted.group(1) : named.find() ? named.group(1) : name;
    }
}
