package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable run of bytes, UTF-8 JSON in almost every use. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes the array over without a copy: the caller must not write to it again. */
    public static Bytes wrap(byte[] content) {
        return new Bytes(requireNonNull(content));
    }

    public int length() {
        return content.length;
    }

    public boolean isEmpty() {
        return content.length == 0;
    }

    /** Copies everything to {@code target} from {@code offset} on and returns the offset after it. */
    public int copyTo(byte[] target, int offset) {
        System.arraycopy(content, 0, target, offset, content.length);
        return offset + content.length;
    }

    /** The array itself, for a library that only reads it; writing to it breaks every holder. */
    public byte[] unsafeArray() {
        return content;
    }

    public String utf8() {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The length only, so that content never reaches a log by accident. */
    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
