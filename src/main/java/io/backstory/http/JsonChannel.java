package io.backstory.http;

import io.backstory.chat.Answer;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.ReplyHead;
import io.backstory.dialect.ReplyEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A reply as one JSON body, written when it is whole. Until then another reply may take its place: it starts anew. */
final class JsonChannel implements ReplyChannel {
    private final HttpServerResponse response;
    private final Supplier<ReplyEncoder> encoders;
    private final Exchange exchange;
    private ReplyEncoder encoder;
    private boolean gone;
    private @Nullable Runnable whenGone;

    JsonChannel(RoutingContext context, Supplier<ReplyEncoder> encoders) {
        this.response = context.response();
        this.encoders = encoders;
        this.encoder = encoders.get();
        this.exchange = Exchange.of(context);
        context.addEndHandler(end -> {
            if (end.failed()) {
                left();
            }
        });
    }

    @Override
    public void started(ReplyHead head) {
        encoder = encoders.get();
        encoder.start(head, bytes -> {});
    }

    @Override
    public void event(ChatEvent event) {
        encoder.event(event, bytes -> {});
    }

    @Override
    public boolean isFull() {
        return false;
    }

    @Override
    public void onDrained(Runnable resume) {
        resume.run();
    }

    @Override
    public void onGone(Runnable left) {
        whenGone = left;
        if (gone) {
            left.run();
        }
    }

    private void left() {
        gone = true;
        if (whenGone != null) {
            whenGone.run();
        }
    }

    @Override
    public void done(Answer answer) {
        if (response.closed() || response.ended()) {
            return;
        }
        ReplyHeaders.put(response.headers(), answer, exchange);
        response.putHeader("content-type", "application/json");
        encoder.done(answer, bytes -> response.end(Buffer.buffer(bytes.unsafeArray())));
    }

    @Override
    public boolean failed(ChatException failure) {
        return response.headWritten() || response.closed();
    }
}
