package io.backstory.http;

import io.backstory.chat.Bytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Iterator;

/** A body of lines, each made when the client has room for it, so that a long one is never in memory as a whole. */
final class LinesAnswer {
    private final HttpServerResponse response;
    private final Iterator<Bytes> lines;

    private LinesAnswer(HttpServerResponse response, Iterator<Bytes> lines) {
        this.response = response;
        this.lines = lines;
    }

    static void send(RoutingContext context, String contentType, Iterator<Bytes> lines) {
        HttpServerResponse response = context.response();
        response.setChunked(true).putHeader("content-type", contentType);
        LinesAnswer answer = new LinesAnswer(response, lines);
        response.drainHandler(drained -> answer.write());
        answer.write();
    }

    private void write() {
        while (lines.hasNext() && !response.closed() && !response.writeQueueFull()) {
            response.write(Buffer.buffer(lines.next().unsafeArray()));
        }
        if (!lines.hasNext() && !response.ended()) {
            response.end();
        }
    }
}
