package io.backstory.dialect.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.backstory.chat.Bytes;
import io.backstory.dialect.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Takes JSON apart that a decoder has read before. Nothing is checked again, and no value is read. */
final class ChatParts {
    static final Bytes NULL = Bytes.utf8("null");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(32 << 20).build())
            .build();

    private ChatParts() {}

    static boolean isObject(@Nullable Bytes value) {
        return value != null && value.unsafeArray()[0] == '{';
    }

    static boolean isText(@Nullable Bytes value) {
        return value != null && value.unsafeArray()[0] == '"';
    }

    /** The members in order, name to the bytes of the value; none where there is no object. */
    static Map<String, Bytes> members(@Nullable Bytes object) {
        Map<String, Bytes> members = new LinkedHashMap<>();
        if (object != null && isObject(object)) {
            scan(object, members::put);
        }
        return members;
    }

    /** The elements in order; none where there is no array. */
    static List<Bytes> elements(@Nullable Bytes array) {
        List<Bytes> elements = new ArrayList<>();
        if (array != null && array.unsafeArray()[0] == '[') {
            scan(array, (none, value) -> elements.add(value));
        }
        return elements;
    }

    /** Writes all members but those. */
    static void copy(Map<String, Bytes> members, Set<String> without, JsonWriter out) {
        members.forEach((name, value) -> {
            if (!without.contains(name)) {
                out.name(name).raw(value);
            }
        });
    }

    private static void scan(Bytes json, BiConsumer<String, Bytes> part) {
        byte[] source = json.unsafeArray();
        try (JsonParser parser = FACTORY.createParser(source)) {
            parser.nextToken();
            for (JsonToken token = parser.nextToken(); !token.isStructEnd(); token = parser.nextToken()) {
                String name = "";
                if (token == JsonToken.FIELD_NAME) {
                    name = parser.currentName();
                    parser.nextToken();
                }
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int end = (int) parser.currentLocation().getByteOffset();
                part.accept(name, Bytes.wrap(Arrays.copyOfRange(source, start, end)));
            }
        } catch (IOException e) {
            throw new IllegalStateException("a decoder let this pass", e);
        }
    }
}
