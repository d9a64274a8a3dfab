package io.backstory.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Frames events, each as one array, so that each is one write. Whatever the data holds cannot end its event or begin
 * another: it is split at CR, LF and CRLF, and the name loses CR, LF and NUL.
 */
public final class SseEncoder {
    private static final byte[] DATA = {'d', 'a', 't', 'a', ':', ' '};

    private SseEncoder() {}

    /** An event without a name. */
    public static byte[] data(byte[] data) {
        return event("", data);
    }

    /** An event; an empty name is left out. */
    public static byte[] event(String name, byte[] data) {
        byte[] head = head(name);
        byte[] frame = new byte[head.length + framedLength(data)];
        System.arraycopy(head, 0, frame, 0, head.length);
        int at = head.length;
        int start = 0;
        for (int end = lineEnd(data, 0); ; end = lineEnd(data, start)) {
            at = append(DATA, 0, DATA.length, frame, at);
            at = append(data, start, end, frame, at);
            frame[at++] = '\n';
            if (end == data.length) {
                break;
            }
            start = nextLine(data, end);
        }
        frame[at] = '\n';
        return frame;
    }

    /** A comment that keeps an idle connection open. */
    public static byte[] heartbeat() {
        return new byte[] {':', ' ', 'h', 'b', '\n', '\n'};
    }

    private static byte[] head(String name) {
        String clean = isClean(name) ? name : name.replaceAll("[\r\n\0]", "");
        return clean.isEmpty() ? new byte[0] : ("event: " + clean + "\n").getBytes(UTF_8);
    }

    private static boolean isClean(String name) {
        return name.indexOf('\r') < 0 && name.indexOf('\n') < 0 && name.indexOf('\0') < 0;
    }

    private static int framedLength(byte[] data) {
        int length = 1;
        int start = 0;
        for (int end = lineEnd(data, 0); ; end = lineEnd(data, start)) {
            length += DATA.length + end - start + 1;
            if (end == data.length) {
                return length;
            }
            start = nextLine(data, end);
        }
    }

    /** Where the line that begins at {@code start} ends. */
    private static int lineEnd(byte[] data, int start) {
        int end = start;
        while (end < data.length && data[end] != '\n' && data[end] != '\r') {
            end++;
        }
        return end;
    }

    private static int nextLine(byte[] data, int end) {
        boolean pair = data[end] == '\r' && end + 1 < data.length && data[end + 1] == '\n';
        return end + (pair ? 2 : 1);
    }

    private static int append(byte[] from, int start, int end, byte[] to, int at) {
        System.arraycopy(from, start, to, at, end - start);
        return at + end - start;
    }
}
