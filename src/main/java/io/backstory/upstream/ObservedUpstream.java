package io.backstory.upstream;

import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import io.backstory.upstream.UpstreamObserver.Attempt;
import io.vertx.core.Future;

/** An upstream whose calls are reported to a {@link UpstreamObserver}. */
public final class ObservedUpstream implements Upstream {
    private final Upstream observed;
    private final UpstreamObserver observer;

    public ObservedUpstream(Upstream observed, UpstreamObserver observer) {
        this.observed = observed;
        this.observer = observer;
    }

    @Override
    public String dialect() {
        return observed.dialect();
    }

    @Override
    public Future<ReplyStream> send(ChatRequest request) {
        Attempt attempt =
                new Attempt(request.target().provider(), request.target().model(), request.stream());
        AttemptClock clock = new AttemptClock(attempt, observer);
        return observed.send(request)
                .onFailure(cause -> clock.ended(ChatException.from(cause).kind().errorClass()))
                .map(reply -> new ObservedReply(reply, clock));
    }

    @Override
    public Future<Void> close() {
        return observed.close();
    }
}
