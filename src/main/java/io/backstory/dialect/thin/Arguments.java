package io.backstory.dialect.thin;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;

/** The arguments of a tool call, which a model writes as JSON text and not always well. */
final class Arguments {
    private Arguments() {}

    /**
     * Writes {@code arguments} as the object the text stands for. Text that is no valid object becomes null, with the
     * text itself in {@code argumentsText}; no text at all is how some models write no arguments.
     */
    static void write(JsonWriter json, String arguments) {
        String text = arguments.isBlank() ? "{}" : arguments;
        json.name("arguments");
        if (isObject(text)) {
            json.raw(onOneLine(text));
        } else {
            json.nullValue().name("argumentsText").value(arguments);
        }
    }

    private static boolean isObject(String text) {
        try {
            StrictJson.members(Bytes.utf8(text));
            return true;
        } catch (ChatException notAnObject) {
            return false;
        }
    }

    /** In valid JSON a line break stands between tokens only; in a stream it would end the line of data. */
    private static String onOneLine(String json) {
        return json.replace('\n', ' ').replace('\r', ' ');
    }
}
