package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** The shape the reply's text must have. */
public sealed interface ResponseFormat {

    record PlainText() implements ResponseFormat {}

    /** Any JSON object. */
    record JsonObject() implements ResponseFormat {}

    /** JSON that fits a schema, given as JSON text. */
    record JsonSchema(String name, String schema, @Nullable Boolean strict) implements ResponseFormat {
        public JsonSchema {
            requireNonNull(name);
            requireNonNull(schema);
        }
    }
}
