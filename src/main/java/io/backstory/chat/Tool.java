package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A tool the model may call.
 *
 * @param parameters JSON Schema of the arguments, as JSON text
 * @param verbatim the definition as the client wrote it. A definition that is no function (a hosted or custom tool) has
 *     only this form and goes to its own dialect alone; see {@link #isFunction}
 */
public record Tool(
        String name,
        @Nullable String description,
        @Nullable String parameters,
        @Nullable Boolean strict,
        @Nullable Verbatim verbatim,
        boolean isFunction) {
    public Tool {
        requireNonNull(name);
    }

    public static Tool function(String name, @Nullable String description, @Nullable String parameters) {
        return new Tool(name, description, parameters, null, null, true);
    }
}
