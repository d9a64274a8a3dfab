package io.backstory.http;

import io.backstory.testing.FakeProvider;
import io.backstory.testing.FakeProvider.Received;
import io.backstory.testing.Reply;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** An answer of a provider that waits until the test lets it go, so that a turn is surely running in between. */
final class HeldReply implements FakeProvider.Reply {
    private final FakeProvider.Reply answer;
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final Promise<Void> released = Promise.promise();

    HeldReply(FakeProvider.Reply answer) {
        this.answer = answer;
    }

    @Override
    public void answer(Received request, HttpServerResponse response) {
        Context context = Vertx.currentContext();
        released.future().onSuccess(go -> context.runOnContext(v -> answer.answer(request, response)));
        asked.complete(null);
    }

    /** Sends a request and comes back when the provider has it. */
    CompletableFuture<Reply> whileHeld(Supplier<Reply> request) throws Exception {
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(request);
        asked.get(30, TimeUnit.SECONDS);
        return reply;
    }

    void release() {
        released.complete();
    }
}
