package io.backstory.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** One event of a stream. The data stays bytes, because that is what its readers parse and pass on. */
public final class SseEvent {
    private final String event;
    private final byte[] data;

    /**
     * Takes the array over without a copy: the caller must not write to it again.
     *
     * @param event the event's name, empty when it has none
     * @param data UTF-8; the lines are joined by LF
     */
    public SseEvent(String event, byte[] data) {
        this.event = requireNonNull(event);
        this.data = requireNonNull(data);
    }

    public static SseEvent of(String event, String data) {
        return new SseEvent(event, data.getBytes(UTF_8));
    }

    public String event() {
        return event;
    }

    public String data() {
        return new String(data, UTF_8);
    }

    /** The array itself, for a parser that only reads it; writing to it breaks every holder. */
    public byte[] unsafeData() {
        return data;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SseEvent that && event.equals(that.event) && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * event.hashCode() + Arrays.hashCode(data);
    }

    /** Name and length only, so that content never reaches a log by accident. */
    @Override
    public String toString() {
        return event + " (" + data.length + " bytes)";
    }
}
