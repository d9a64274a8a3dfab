package io.backstory.upstream;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.vertx.core.Handler;
import java.util.List;

/** A reply that tells the clock of its attempt how it ended. */
final class ObservedReply implements ReplyStream {
    private final ReplyStream observed;
    private final AttemptClock clock;

    ObservedReply(ReplyStream observed, AttemptClock clock) {
        this.observed = observed;
        this.clock = clock;
        clock.begun();
        exceptionHandler(cause -> {});
        endHandler(v -> {});
    }

    @Override
    public List<String> ignored() {
        return observed.ignored();
    }

    @Override
    public int droppedReasoning() {
        return observed.droppedReasoning();
    }

    @Override
    public void cancel() {
        clock.ended(Kind.CANCELLED.errorClass());
        observed.cancel();
    }

    @Override
    public ReplyStream handler(Handler<ChatEvent> handler) {
        observed.handler(handler);
        return this;
    }

    @Override
    public ReplyStream exceptionHandler(Handler<Throwable> handler) {
        observed.exceptionHandler(cause -> {
            clock.ended(ChatException.from(cause).kind().errorClass());
            handler.handle(cause);
        });
        return this;
    }

    @Override
    public ReplyStream endHandler(Handler<Void> handler) {
        observed.endHandler(v -> {
            clock.ended(UpstreamObserver.NO_ERROR);
            handler.handle(null);
        });
        return this;
    }

    @Override
    public ReplyStream pause() {
        observed.pause();
        return this;
    }

    @Override
    public ReplyStream resume() {
        observed.resume();
        return this;
    }

    @Override
    public ReplyStream fetch(long amount) {
        observed.fetch(amount);
        return this;
    }
}
