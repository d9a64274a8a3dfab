package io.backstory.upstream;

import io.backstory.chat.ChatRequest;
import io.vertx.core.Future;

/** A configured provider endpoint. */
public interface Upstream {

    /** The dialect it speaks, as in {@code Origin}. */
    String dialect();

    /**
     * Makes one call.
     *
     * <p>Completes when the reply has begun: the status is a success and its first bytes are here. Fails with a
     * {@link io.backstory.chat.ChatException} when the provider cannot be reached, refuses or stays silent. The stream is
     * paused until a handler is set and {@code resume} or {@code fetch} is called.
     */
    Future<ReplyStream> send(ChatRequest request);

    /** Closes the connections; calls still running fail. */
    Future<Void> close();
}
