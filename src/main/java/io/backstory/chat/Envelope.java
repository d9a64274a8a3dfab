package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a provider wrote around its message in a JSON reply: kept so that a repeated request gets the same members, known
 * or not, without the message being stored twice.
 *
 * @param dialect of the body
 */
public record Envelope(String dialect, Bytes before, Bytes after) {
    public Envelope {
        requireNonNull(dialect);
        requireNonNull(before);
        requireNonNull(after);
    }

    /** Empty when {@code message} does not stand in the body as it is. */
    public static Optional<Envelope> around(Verbatim message, Verbatim body) {
        byte[] whole = body.json().unsafeArray();
        byte[] part = message.json().unsafeArray();
        int at = part.length == 0 || !body.dialect().equals(message.dialect()) ? -1 : indexOf(whole, part);
        if (at < 0) {
            return Optional.empty();
        }
        Bytes before = Bytes.wrap(Arrays.copyOf(whole, at));
        Bytes after = Bytes.wrap(Arrays.copyOfRange(whole, at + part.length, whole.length));
        return Optional.of(new Envelope(body.dialect(), before, after));
    }

    /** The body with {@code message} where it stood. */
    public Bytes with(Bytes message) {
        byte[] whole = new byte[before.length() + message.length() + after.length()];
        after.copyTo(whole, message.copyTo(whole, before.copyTo(whole, 0)));
        return Bytes.wrap(whole);
    }

    private static int indexOf(byte[] whole, byte[] part) {
        for (int i = 0; i + part.length <= whole.length; i++) {
            if (Arrays.equals(whole, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }
}
