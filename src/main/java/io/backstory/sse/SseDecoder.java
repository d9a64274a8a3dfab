package io.backstory.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads events from bytes cut anywhere, even inside a character or between CR and LF. Line ends are LF, CRLF and CR; a
 * leading byte order mark and comments are skipped; {@code id} and {@code retry} are ignored, since a reply is never
 * resumed. A blank line ends an event, so one that is still open when the stream ends was cut off: see
 * {@link #isMidEvent}. Not thread-safe.
 *
 * <p>Bounded in every direction, because a provider may be broken or hostile.
 */
public final class SseDecoder {
    public static final int MAX_LINE = 1 << 20;
    public static final int MAX_EVENT = 2 << 20;
    public static final int MAX_STREAM = 32 << 20;
    public static final int MAX_EVENTS = 65_536;

    private static final byte[] NOTHING = {};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = {'d', 'a', 't', 'a'};
    private static final byte[] EVENT = {'e', 'v', 'e', 'n', 't'};

    private byte[] partialLine = NOTHING;
    private int partialLength;
    private byte[] data = NOTHING;
    private int dataLength;
    private boolean hasData;
    private String event = "";
    private boolean afterCr;
    private boolean firstLine = true;
    private int streamLength;
    private int events;

    /**
     * Reads the next bytes and gives each event they complete to {@code out}.
     *
     * @throws SseLimitException when a bound is passed; the decoder is of no use after that
     */
    public void feed(byte[] chunk, Consumer<SseEvent> out) {
        if (chunk.length > MAX_STREAM - streamLength) {
            throw new SseLimitException("The stream is longer than " + MAX_STREAM + " bytes.");
        }
        streamLength += chunk.length;
        int start = 0;
        for (int i = 0; i < chunk.length; i++) {
            byte b = chunk[i];
            if (b == '\n' && afterCr && i == start) {
                start = i + 1;
            } else if (b == '\n' || b == '\r') {
                line(chunk, start, i, out);
                start = i + 1;
            }
            afterCr = b == '\r';
        }
        keep(chunk, start, chunk.length);
    }

    /** Whether bytes of an event have come that no blank line has ended yet. */
    public boolean isMidEvent() {
        return partialLength > 0 || hasData || !event.isEmpty();
    }

    private void line(byte[] chunk, int start, int end, Consumer<SseEvent> out) {
        if (partialLength == 0) {
            checkLine(end - start);
            wholeLine(chunk, start, end, out);
        } else {
            keep(chunk, start, end);
            int length = partialLength;
            partialLength = 0;
            wholeLine(partialLine, 0, length, out);
        }
    }

    private void keep(byte[] chunk, int start, int end) {
        int more = end - start;
        if (more == 0) {
            return;
        }
        checkLine(partialLength + more);
        if (partialLine.length - partialLength < more) {
            partialLine = Arrays.copyOf(partialLine, Math.max(2 * partialLine.length, partialLength + more));
        }
        System.arraycopy(chunk, start, partialLine, partialLength, more);
        partialLength += more;
    }

    private static void checkLine(int length) {
        if (length > MAX_LINE) {
            throw new SseLimitException("A line is longer than " + MAX_LINE + " bytes.");
        }
    }

    private void wholeLine(byte[] bytes, int from, int end, Consumer<SseEvent> out) {
        int start = from;
        if (firstLine) {
            firstLine = false;
            start += startsWith(bytes, from, end, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
        }
        if (start == end) {
            dispatch(out);
        } else if (isField(bytes, start, end, DATA)) {
            addData(bytes, valueStart(bytes, start + DATA.length, end), end);
        } else if (isField(bytes, start, end, EVENT)) {
            int value = valueStart(bytes, start + EVENT.length, end);
            event = new String(bytes, value, end - value, UTF_8);
        }
    }

    private static boolean isField(byte[] bytes, int start, int end, byte[] name) {
        return startsWith(bytes, start, end, name) && (start + name.length == end || bytes[start + name.length] == ':');
    }

    private static boolean startsWith(byte[] bytes, int start, int end, byte[] prefix) {
        return end - start >= prefix.length
                && Arrays.equals(bytes, start, start + prefix.length, prefix, 0, prefix.length);
    }

    private static int valueStart(byte[] bytes, int colon, int end) {
        int start = Math.min(colon + 1, end);
        return start < end && bytes[start] == ' ' ? start + 1 : start;
    }

    private void addData(byte[] bytes, int start, int end) {
        int more = end - start + (hasData ? 1 : 0);
        if (dataLength + more > MAX_EVENT) {
            throw new SseLimitException("An event is longer than " + MAX_EVENT + " bytes.");
        }
        if (data.length - dataLength < more) {
            data = Arrays.copyOf(data, Math.max(2 * data.length, dataLength + more));
        }
        if (hasData) {
            data[dataLength++] = '\n';
        }
        System.arraycopy(bytes, start, data, dataLength, end - start);
        dataLength += end - start;
        hasData = true;
    }

    private void dispatch(Consumer<SseEvent> out) {
        String name = event;
        event = "";
        if (!hasData) {
            return;
        }
        if (++events > MAX_EVENTS) {
            throw new SseLimitException("The stream has more than " + MAX_EVENTS + " events.");
        }
        byte[] whole = dataLength == data.length ? data : Arrays.copyOf(data, dataLength);
        data = NOTHING;
        dataLength = 0;
        hasData = false;
        out.accept(new SseEvent(name, whole));
    }
}
