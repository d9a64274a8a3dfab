package io.backstory.dialect.thin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.TurnRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files that say, byte for byte, what goes on the wire. A JSON file ends in a line break the wire does not have. */
final class Golden {
    private static final String FOLDER = "/dialect/thin/";

    private Golden() {}

    static void assertJson(Bytes actual, String file) {
        assertThat(actual.utf8() + "\n").isEqualTo(text(file));
    }

    static void assertText(String actual, String file) {
        assertThat(actual).isEqualTo(text(file));
    }

    static Bytes body(String file) {
        return Bytes.utf8(text(file));
    }

    static TurnRequest readRequest(String file) {
        return new ThinDoor().read(body(file));
    }

    private static String text(String file) {
        try (InputStream in = requireNonNull(Golden.class.getResourceAsStream(FOLDER + file), file)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
