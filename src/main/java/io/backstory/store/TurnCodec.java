package io.backstory.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The stored form of a {@link Turn} and of {@link SessionSettings}: one JSON object in UTF-8 with its format version as
 * {@code v}. Lossless, but for the rendered fragments, which are made anew.
 *
 * <p>A member this version does not know is passed over, so that a later one may add; another {@code v}, or an unknown
 * kind of content, is refused, because guessing would change what a model is told.
 */
final class TurnCodec {
    static final int VERSION = 1;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final JsonMapper MAPPER = new JsonMapper(FACTORY);

    private TurnCodec() {}

    static byte[] encode(Turn turn) {
        return write(out -> out.turn(turn));
    }

    static byte[] encode(SessionSettings settings) {
        return write(out -> out.settings(settings));
    }

    /**
     * Reads what {@link #encode(Turn)} wrote.
     *
     * @throws io.backstory.chat.ChatException {@code STORE_UNAVAILABLE} when it is damaged or of another version
     */
    static Turn turn(byte[] stored) {
        return read(stored, StoredReader::turn);
    }

    /** Reads what {@link #encode(SessionSettings)} wrote; fails as {@link #turn} does. */
    static SessionSettings settings(byte[] stored) {
        return read(stored, StoredReader::settings);
    }

    private interface Body {
        void to(StoredWriter out) throws IOException;
    }

    private interface Reading<T> {
        T from(JsonNode node);
    }

    private static byte[] write(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            generator.writeStartObject();
            generator.writeNumberField("v", VERSION);
            body.to(new StoredWriter(generator));
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static <T> T read(byte[] stored, Reading<T> reading) {
        try {
            JsonNode node = MAPPER.readTree(stored);
            int version = node.path("v").asInt();
            if (version != VERSION) {
                throw Unavailable.because(
                        "A stored turn has format version " + version + "; this gateway reads " + VERSION + ".");
            }
            return reading.from(node);
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw Unavailable.because("A stored turn cannot be read.", e);
        }
    }
}
