package io.backstory.dialect.thin;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One value of a request and where it stands, so that whatever is wrong with it can be said precisely.
 *
 * @param path as in {@code context[0].name}
 * @param json valid JSON text of the value, without surrounding space
 */
record JsonField(String path, Bytes json) {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,10}");

    boolean isNull() {
        return first() == 'n';
    }

    boolean isText() {
        return first() == '"';
    }

    boolean isArray() {
        return first() == '[';
    }

    boolean isObject() {
        return first() == '{';
    }

    String text() {
        if (!isText()) {
            throw mustBe("a string");
        }
        return StrictJson.tree(json).textValue();
    }

    String nonEmptyText() {
        String text = text();
        if (text.isEmpty()) {
            throw invalid("must not be empty.");
        }
        return text;
    }

    boolean truth() {
        if (first() != 't' && first() != 'f') {
            throw mustBe("true or false");
        }
        return first() == 't';
    }

    int integer(int min) {
        String text = json.utf8();
        if (!INTEGER.matcher(text).matches()
                || Long.parseLong(text) < min
                || Long.parseLong(text) > Integer.MAX_VALUE) {
            throw mustBe("an integer from " + min + " to " + Integer.MAX_VALUE);
        }
        return Integer.parseInt(text);
    }

    double number(int min, int max) {
        double number = isNumber() ? Double.parseDouble(json.utf8()) : Double.NaN;
        if (!(number >= min && number <= max)) {
            throw mustBe("a number from " + min + " to " + max);
        }
        return number;
    }

    List<JsonField> elements() {
        if (!isArray()) {
            throw mustBe("an array");
        }
        List<JsonField> elements = new ArrayList<>();
        for (Bytes element : StrictJson.elements(json)) {
            elements.add(new JsonField(path + "[" + elements.size() + "]", element));
        }
        return elements;
    }

    List<JsonField> elementsAtMost(int max) {
        List<JsonField> elements = elements();
        if (elements.size() > max) {
            throw new ChatException(
                    Kind.TOO_MANY_ITEMS,
                    path + " may hold at most " + max + " items, not " + elements.size() + ".",
                    path);
        }
        return elements;
    }

    /** The members of the object, none of them outside {@code known}. */
    Fields fields(List<String> known) {
        return Fields.of(this).within(known);
    }

    ChatException mustBe(String expected) {
        String hint = isNull() ? " Leave the field out when there is nothing to say." : "";
        return invalid("must be " + expected + ", not " + found() + "." + hint);
    }

    /**
     * The refusal of this value.
     *
     * @param rest what follows the field's name in the sentence
     */
    ChatException invalid(String rest) {
        return new ChatException(Kind.INVALID_REQUEST, path + " " + rest, path);
    }

    private boolean isNumber() {
        return first() == '-' || Character.isDigit(first());
    }

    private String found() {
        return switch (first()) {
            case '"' -> "a string";
            case '[' -> "an array";
            case '{' -> "an object";
            case 'n' -> "null";
            case 't', 'f' -> "a boolean";
            default -> json.utf8();
        };
    }

    private char first() {
        return (char) json.unsafeArray()[0];
    }
}
