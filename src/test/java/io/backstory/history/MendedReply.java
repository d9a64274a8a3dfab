package io.backstory.history;

import io.backstory.chat.ChatEvent;
import io.backstory.upstream.ReplyStream;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.List;
import java.util.function.Function;

/** A defect: a reply that breaks off after its first words is not given up. */
final class MendedReply implements ReplyStream {
    private final Mend mend;
    private final StringBuilder text = new StringBuilder();
    private ReplyStream current;
    private Handler<ChatEvent> events = event -> {};
    private Handler<Throwable> failures = cause -> {};
    private Handler<Void> end = none -> {};

    /** What comes after the text that was shown: events that end the reply, or another reply. */
    interface Mend {
        Future<ReplyStream> again();

        Function<String, List<ChatEvent>> ending();
    }

    MendedReply(ReplyStream first, Mend mend) {
        this.current = first;
        this.mend = mend;
        listen();
    }

    private void listen() {
        current.handler(this::event);
        current.exceptionHandler(this::broken);
        current.endHandler(none -> end.handle(null));
    }

    private void event(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            text.append(delta.text());
        }
        events.handle(event);
    }

    private void broken(Throwable cause) {
        if (text.isEmpty()) {
            failures.handle(cause);
            return;
        }
        List<ChatEvent> ending = mend.ending().apply(text.toString());
        if (!ending.isEmpty()) {
            for (ChatEvent event : ending) {
                events.handle(event);
            }
            end.handle(null);
            return;
        }
        mend.again().onFailure(failures).onSuccess(next -> {
            current = next;
            listen();
            current.resume();
        });
    }

    @Override
    public List<String> ignored() {
        return current.ignored();
    }

    @Override
    public int droppedReasoning() {
        return current.droppedReasoning();
    }

    @Override
    public void cancel() {
        current.cancel();
    }

    @Override
    public ReplyStream handler(Handler<ChatEvent> handler) {
        events = handler;
        return this;
    }

    @Override
    public ReplyStream exceptionHandler(Handler<Throwable> handler) {
        failures = handler;
        return this;
    }

    @Override
    public ReplyStream endHandler(Handler<Void> handler) {
        end = handler;
        return this;
    }

    @Override
    public ReplyStream pause() {
        current.pause();
        return this;
    }

    @Override
    public ReplyStream resume() {
        current.resume();
        return this;
    }

    @Override
    public ReplyStream fetch(long amount) {
        current.fetch(amount);
        return this;
    }
}
