package io.backstory.routing;

import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import io.backstory.routing.FallbackObserver.Fallback;
import io.backstory.upstream.ReplyStream;
import io.vertx.core.Future;

/** One request on its way through the targets of a route. */
record RouteCall(Route route, ChatRequest template) {

    Future<RoutedReply> send() {
        return attempt(0, route.first().send(template));
    }

    private Future<RoutedReply> attempt(int index, Future<ReplyStream> asked) {
        Target target = route.targets().get(index);
        return asked.map(stream -> new RoutedReply(stream, target.origin(), index + 1))
                .recover(cause -> failed(index, ChatException.from(cause)));
    }

    /** An upstream that failed has delivered nothing, so another may still answer. */
    private Future<RoutedReply> failed(int index, ChatException failure) {
        boolean another =
                failure.kind().retryable() && index + 1 < route.targets().size();
        return another ? attempt(index + 1, fallBack(index, failure)) : Future.failedFuture(failure);
    }

    private Future<ReplyStream> fallBack(int index, ChatException failure) {
        Target from = route.targets().get(index);
        Target to = route.targets().get(index + 1);
        return to.send(template).onComplete(end -> route.observer()
                .fellBack(new Fallback(route.name(), from.origin(), to.origin(), failure.kind(), end.succeeded())));
    }
}
