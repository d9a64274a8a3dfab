package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;

/** Arguments of a tool call as the object the Messages format wants. */
final class ToolInput {
    private static final Bytes NOTHING = Bytes.utf8("{}");

    private ToolInput() {}

    /**
     * The arguments as they are when they are one JSON object, {@code {}} when they are blank, and
     * {@code {"_raw": "..."}} for whatever else a model wrote.
     */
    static Bytes object(String arguments) {
        if (arguments.isBlank()) {
            return NOTHING;
        }
        Bytes json = Bytes.utf8(arguments);
        try {
            StrictJson.members(json);
            return json;
        } catch (ChatException notAnObject) {
            return new JsonWriter()
                    .object()
                    .name("_raw")
                    .value(wellFormed(arguments))
                    .endObject()
                    .toBytes();
        }
    }

    /** Half surrogate pairs become question marks, as in any conversion to UTF-8. */
    private static String wellFormed(String text) {
        return Bytes.utf8(text).utf8();
    }
}
