package io.backstory.routing;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Kind;
import io.backstory.upstream.ReplyStream;
import io.backstory.upstream.Upstream;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An upstream that begins to answer, or fails with one kind. */
final class ScriptedUpstream implements Upstream {
    final List<ChatRequest> requests = new ArrayList<>();
    final Stream stream = new Stream();
    boolean closed;
    private final @Nullable Kind failure;

    private ScriptedUpstream(@Nullable Kind failure) {
        this.failure = failure;
    }

    static ScriptedUpstream answering() {
        return new ScriptedUpstream(null);
    }

    static ScriptedUpstream failing(Kind kind) {
        return new ScriptedUpstream(kind);
    }

    @Override
    public String dialect() {
        return "scripted";
    }

    @Override
    public Future<ReplyStream> send(ChatRequest request) {
        requests.add(request);
        return failure == null
                ? Future.succeededFuture(stream)
                : Future.failedFuture(new ChatException(failure, "as scripted"));
    }

    @Override
    public Future<Void> close() {
        closed = true;
        return Future.succeededFuture();
    }

    /** A reply that fails when told to. */
    static final class Stream implements ReplyStream {
        private Handler<Throwable> exceptionHandler = cause -> {};

        void fail(Kind kind) {
            exceptionHandler.handle(new ChatException(kind, "as scripted"));
        }

        @Override
        public List<String> ignored() {
            return List.of();
        }

        @Override
        public int droppedReasoning() {
            return 0;
        }

        @Override
        public void cancel() {}

        @Override
        public ReplyStream handler(Handler<ChatEvent> handler) {
            return this;
        }

        @Override
        public ReplyStream exceptionHandler(Handler<Throwable> handler) {
            exceptionHandler = handler;
            return this;
        }

        @Override
        public ReplyStream endHandler(Handler<Void> handler) {
            return this;
        }

        @Override
        public ReplyStream pause() {
            return this;
        }

        @Override
        public ReplyStream resume() {
            return this;
        }

        @Override
        public ReplyStream fetch(long amount) {
            return this;
        }
    }
}
