package io.backstory.routing;

import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import io.vertx.core.Future;
import java.util.List;

/** One request on its way through the targets of a route. */
record RouteCall(List<Target> targets, ChatRequest template) {

    Future<RoutedReply> send() {
        return attempt(0);
    }

    private Future<RoutedReply> attempt(int index) {
        Target target = targets.get(index);
        return target.send(template)
                .map(stream -> new RoutedReply(stream, target.origin(), index + 1))
                .recover(cause -> failed(index, ChatException.from(cause)));
    }

    /** An upstream that failed has delivered nothing, so another may still answer. */
    private Future<RoutedReply> failed(int index, ChatException failure) {
        boolean another = failure.kind().retryable() && index + 1 < targets.size();
        return another ? attempt(index + 1) : Future.failedFuture(failure);
    }
}
