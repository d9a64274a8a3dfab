package io.backstory.testing;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Splits what a Redis server sends into whole replies of RESP2, in whatever pieces it comes. */
final class RespReplies {
    private static final int CRLF = 2;

    private Buffer rest = Buffer.buffer();

    /** The replies that are whole now; what follows them is kept. */
    List<Buffer> add(Buffer bytes) {
        rest.appendBuffer(bytes);
        List<Buffer> whole = new ArrayList<>();
        int from = 0;
        int end = end(from);
        while (end >= 0) {
            whole.add(rest.getBuffer(from, end));
            from = end;
            end = end(from);
        }
        rest = rest.getBuffer(from, rest.length());
        return whole;
    }

    /** Where the reply ends that begins at {@code from}; -1 when that has not come yet. */
    private int end(int from) {
        int line = line(from);
        if (line < 0) {
            return -1;
        }
        return switch (rest.getByte(from)) {
            case '$' -> {
                int length = number(from, line);
                int end = length < 0 ? line : line + length + CRLF;
                yield end <= rest.length() ? end : -1;
            }
            case '*' -> elements(number(from, line), line);
            default -> line;
        };
    }

    private int elements(int count, int from) {
        int end = from;
        for (int i = 0; i < count && end >= 0; i++) {
            end = end(end);
        }
        return end;
    }

    /** Where the line that begins at {@code from} has ended. */
    private int line(int from) {
        for (int i = from; i + 1 < rest.length(); i++) {
            if (rest.getByte(i) == '\r' && rest.getByte(i + 1) == '\n') {
                return i + CRLF;
            }
        }
        return -1;
    }

    private int number(int from, int line) {
        return Integer.parseInt(rest.getString(from + 1, line - CRLF));
    }
}
