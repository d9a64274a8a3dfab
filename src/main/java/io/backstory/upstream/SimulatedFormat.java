package io.backstory.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.dialect.JsonWriter;

/** The {@code response_format} of a request: free text, any JSON object, or one that fits a schema. */
record SimulatedFormat(JsonNode wanted) {

    /**
     * The answer in the form that is wanted.
     *
     * @param asked where the values of a schema are taken from
     */
    String of(String asked, String said) {
        return switch (wanted.path("type").asText()) {
            case "json_schema" -> SimulatedArguments.of(wanted.at("/json_schema/schema"), asked);
            case "json_object" ->
                new JsonWriter()
                        .object()
                        .name("text")
                        .value(said)
                        .endObject()
                        .toBytes()
                        .utf8();
            default -> said;
        };
    }
}
