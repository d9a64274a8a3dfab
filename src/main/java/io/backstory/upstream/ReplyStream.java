package io.backstory.upstream;

import io.backstory.chat.ChatEvent;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.List;

/**
 * The events of one reply, as the provider sends them. It ends with {@code endHandler} only after a
 * {@link ChatEvent.Finished}; whatever else happens reaches {@code exceptionHandler} as a
 * {@link io.backstory.chat.ChatException}, once. Handlers run on the context the call was made on. Pausing it pauses the
 * provider's connection.
 */
public interface ReplyStream extends ReadStream<ChatEvent> {

    /** Names of request fields the provider's dialect had no place for. */
    List<String> ignored();

    /** Opaque reasoning blocks left out of the request. */
    int droppedReasoning();

    /** Closes the call; no handler is called any more. */
    void cancel();

    @Override
    ReplyStream handler(Handler<ChatEvent> handler);

    @Override
    ReplyStream exceptionHandler(Handler<Throwable> handler);

    @Override
    ReplyStream endHandler(Handler<Void> handler);

    @Override
    ReplyStream pause();

    @Override
    ReplyStream resume();

    @Override
    ReplyStream fetch(long amount);
}
