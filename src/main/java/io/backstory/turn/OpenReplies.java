package io.backstory.turn;

import io.backstory.chat.ChatException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The replies providers are giving now, so that all can be stopped when the gateway ends. */
final class OpenReplies {
    private final Vertx vertx;
    private final Map<RecordedReply, Context> replies = new ConcurrentHashMap<>();

    OpenReplies(Vertx vertx) {
        this.vertx = vertx;
    }

    RecordedReply add(RecordedReply reply) {
        replies.put(reply, vertx.getOrCreateContext());
        reply.end().onComplete(end -> replies.remove(reply));
        return reply;
    }

    /** Each on the context it came from. */
    void stop(ChatException reason) {
        replies.forEach((reply, context) -> context.runOnContext(none -> reply.stop(reason)));
    }
}
