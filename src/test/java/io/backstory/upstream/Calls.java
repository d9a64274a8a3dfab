package io.backstory.upstream;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Message;
import io.backstory.chat.Options;
import io.backstory.chat.Origin;
import io.backstory.chat.PromptCache;
import io.backstory.chat.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests to send and the words tests wait with. */
final class Calls {
    static final Origin TARGET = new Origin(LineDialect.NAME, "alpha", "m");

    private Calls() {}

    static ChatRequest streaming(String text) {
        return request(text, true);
    }

    static ChatRequest json(String text) {
        return request(text, false);
    }

    private static ChatRequest request(String text, boolean stream) {
        return new ChatRequest(
                TARGET,
                List.of(),
                List.of(),
                List.of(),
                List.of(Message.text(Role.USER, text)),
                Options.NONE,
                4_096,
                stream,
                PromptCache.NONE);
    }

    /** The result; the time is only there to end a test that hangs. */
    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the Future did not complete", e);
        }
    }

    /** How the call fails. */
    static ChatException failure(Future<?> future) {
        return (ChatException) await(future.<Throwable>map(value -> new AssertionError("did not fail: " + value))
                .recover(Future::succeededFuture));
    }

    /** All events of a reply that is begun or fails to begin. */
    static Future<List<ChatEvent>> events(Future<ReplyStream> reply) {
        return reply.compose(Calls::readAll);
    }

    /** All events; fails as the stream does. */
    static Future<List<ChatEvent>> readAll(ReplyStream stream) {
        Promise<List<ChatEvent>> end = Promise.promise();
        List<ChatEvent> events = new CopyOnWriteArrayList<>();
        stream.exceptionHandler(end::fail)
                .endHandler(v -> end.complete(events))
                .handler(events::add)
                .resume();
        return end.future();
    }

    static String text(List<ChatEvent> events) {
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.TextDelta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }
}
