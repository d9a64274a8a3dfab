package io.backstory.dialect.thin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import org.jspecify.annotations.Nullable;

/** Bodies a test writes down in short form, with single quotes for double ones, and what becomes of them. */
final class Bodies {
    private Bodies() {}

    static void assertRefused(String body, Kind kind, @Nullable String param) {
        ChatException failure = failure(body);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.param()).isEqualTo(param);
    }

    static void assertAccepted(String body) {
        assertThat(new ThinDoor().read(Bytes.utf8(body)).input()).isNotEmpty();
    }

    static ChatException failure(String body) {
        return catchThrowableOfType(ChatException.class, () -> new ThinDoor().read(Bytes.utf8(body)));
    }

    static String withValue(String field, String value) {
        String message = field.equals("newMessage") ? "" : "'newMessage': 'a', ";
        return json("{" + message + "'" + field + "': " + value + "}");
    }

    static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }
}
