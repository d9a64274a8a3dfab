package io.backstory.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON that came from outside, strictly: UTF-8 only, no duplicate keys, no NaN, nothing beyond the range of a double, no lone surrogate, nothing after
 * the value, at most {@value #MAX_DEPTH} levels, numbers of at most {@value #MAX_NUMBER} characters. What a lenient
 * parser repairs, the provider's parser may read differently.
 *
 * <p>{@link #members} and {@link #elements} give the exact bytes of each part, so that a request can be passed on without
 * being written anew.
 */
public final class StrictJson {
    public static final int MAX_DEPTH = 64;
    public static final int MAX_NUMBER = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER)
                    .maxStringLength(32 << 20)
                    .build())
            .build();
    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StrictJson() {}

    /**
     * The members of a JSON object in order, name to the bytes of the value. The whole text is checked.
     *
     * @throws ChatException {@code INVALID_JSON} when it is not exactly one valid JSON object
     */
    public static Map<String, Bytes> members(Bytes json) {
        Map<String, Bytes> members = new LinkedHashMap<>();
        scan(json, JsonToken.START_OBJECT, (parser, slice) -> members.put(parser, slice));
        return members;
    }

    /** The elements of a JSON array in order; checked as in {@link #members}. */
    public static List<Bytes> elements(Bytes json) {
        List<Bytes> elements = new ArrayList<>();
        scan(json, JsonToken.START_ARRAY, (none, slice) -> elements.add(slice));
        return elements;
    }

    /** The value as a tree. */
    public static JsonNode tree(Bytes json) {
        try {
            return MAPPER.readTree(json.unsafeArray());
        } catch (IOException e) {
            throw invalid(e);
        } catch (NumberFormatException beyondBigDecimal) {
            throw outOfRange();
        }
    }

    private interface Part {
        void found(String name, Bytes value);
    }

    private static void scan(Bytes json, JsonToken opening, Part part) {
        byte[] bytes = json.unsafeArray();
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() != opening) {
                throw new ChatException(
                        Kind.INVALID_JSON,
                        opening == JsonToken.START_OBJECT
                                ? "The body must be one JSON object."
                                : "A JSON array was expected.");
            }
            for (JsonToken token = parser.nextToken(); !token.isStructEnd(); token = parser.nextToken()) {
                String name = "";
                if (token == JsonToken.FIELD_NAME) {
                    name = checked(parser.currentName());
                    parser.nextToken();
                }
                int start = (int) parser.currentTokenLocation().getByteOffset();
                checkValue(parser);
                int end = (int) parser.currentLocation().getByteOffset();
                part.found(name, Bytes.wrap(Arrays.copyOfRange(bytes, start, end)));
            }
            if (parser.nextToken() != null) {
                throw new ChatException(Kind.INVALID_JSON, "There is text after the end of the JSON value.");
            }
        } catch (IOException e) {
            throw invalid(e);
        }
    }

    /** Reads to the end of the current value, looking at every name and string on the way. */
    private static void checkValue(JsonParser parser) throws IOException {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                checked(parser.getText());
            } else if (token == JsonToken.VALUE_NUMBER_FLOAT && !Double.isFinite(parser.getDoubleValue())) {
                throw outOfRange();
            } else {
                parser.finishToken();
            }
        } while (depth > 0 && parser.nextToken() != null);
    }

    private static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new ChatException(Kind.INVALID_JSON, "A string holds half of a surrogate pair.");
                }
                i++;
            }
        }
        return text;
    }

    private static ChatException outOfRange() {
        return new ChatException(Kind.INVALID_JSON, "The JSON holds a number that is out of range.");
    }

    private static ChatException invalid(IOException e) {
        if (e instanceof StreamConstraintsException) {
            return new ChatException(
                    Kind.INVALID_JSON,
                    "The JSON goes beyond a limit: at most " + MAX_DEPTH + " levels deep, numbers of at most "
                            + MAX_NUMBER + " characters.");
        }
        if (e instanceof com.fasterxml.jackson.core.JsonProcessingException known) {
            String where = known.getLocation() == null
                    ? ""
                    : " at line " + known.getLocation().getLineNr() + ", column "
                            + known.getLocation().getColumnNr();
            boolean duplicate = known.getOriginalMessage().startsWith("Duplicate field");
            return new ChatException(
                    Kind.INVALID_JSON,
                    (duplicate ? "The JSON names a member twice" : "The body is not valid JSON") + where + ".");
        }
        return new ChatException(Kind.INVALID_JSON, "The body is not valid JSON.");
    }
}
