package io.backstory.dialect;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.backstory.chat.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON into one growing array and lets ready-made bytes be spliced in, which is what history is made of. Commas
 * come by themselves; the caller keeps objects and arrays balanced.
 */
public final class JsonWriter {
    private byte[] buffer;
    private int length;
    private boolean comma;

    public JsonWriter() {
        this(512);
    }

    public JsonWriter(int expectedBytes) {
        buffer = new byte[Math.max(64, expectedBytes)];
    }

    public JsonWriter object() {
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    public JsonWriter array() {
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    public JsonWriter name(String name) {
        separate();
        appendQuoted(name);
        append((byte) ':');
        comma = false;
        return this;
    }

    public JsonWriter value(@Nullable String text) {
        separate();
        if (text == null) {
            appendAscii("null");
        } else {
            appendQuoted(text);
        }
        return this;
    }

    public JsonWriter value(long number) {
        separate();
        appendAscii(Long.toString(number));
        return this;
    }

    /** A finite number, without a fraction where it has none. */
    public JsonWriter value(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("JSON has no number " + number);
        }
        separate();
        boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
        appendAscii(whole ? Long.toString((long) number) : Double.toString(number));
        return this;
    }

    public JsonWriter value(boolean truth) {
        separate();
        appendAscii(truth ? "true" : "false");
        return this;
    }

    public JsonWriter nullValue() {
        return value((String) null);
    }

    /** Splices JSON text: one value, or several joined by commas; nothing at all when it is empty. */
    public JsonWriter raw(Bytes json) {
        if (!json.isEmpty()) {
            separate();
            ensure(json.length());
            length = json.copyTo(buffer, length);
        }
        return this;
    }

    /** Splices a part of an array, as {@link #raw(Bytes)} does. */
    public JsonWriter raw(byte[] source, int start, int end) {
        separate();
        ensure(end - start);
        System.arraycopy(source, start, buffer, length, end - start);
        length += end - start;
        return this;
    }

    /** Splices JSON text given as a string. */
    public JsonWriter raw(String json) {
        return raw(Bytes.utf8(json));
    }

    public Bytes toBytes() {
        return Bytes.wrap(length == buffer.length ? buffer : Arrays.copyOf(buffer, length));
    }

    private JsonWriter open(char bracket) {
        separate();
        append((byte) bracket);
        comma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        append((byte) bracket);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            append((byte) ',');
        }
        comma = true;
    }

    private void appendQuoted(String text) {
        append((byte) '"');
        if (!appendPlain(text)) {
            byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(Surrogates.repaired(text));
            ensure(escaped.length);
            System.arraycopy(escaped, 0, buffer, length, escaped.length);
            length += escaped.length;
        }
        append((byte) '"');
    }

    /** The common case: printable ASCII that needs no escape. */
    private boolean appendPlain(String text) {
        ensure(text.length());
        int at = length;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7e || c == '"' || c == '\\') {
                return false;
            }
            buffer[at++] = (byte) c;
        }
        length = at;
        return true;
    }

    private void appendAscii(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void append(byte b) {
        ensure(1);
        buffer[length++] = b;
    }

    private void ensure(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }
}
