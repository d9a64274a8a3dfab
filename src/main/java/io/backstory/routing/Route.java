package io.backstory.routing;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.ChatRequest;
import io.backstory.config.LeavingConfig.OnDisconnect;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model name clients ask for.
 *
 * @param targets in the order they are tried, at least one
 * @param onDisconnect what becomes of a turn whose client leaves; null means what is said for all routes
 * @param observer hears when one of them fails and the next is asked
 */
public record Route(
        String name,
        List<Target> targets,
        HistoryConfig history,
        @Nullable OnDisconnect onDisconnect,
        FallbackObserver observer) {
    public Route {
        requireNonNull(name);
        targets = List.copyOf(targets);
        requireNonNull(history);
        requireNonNull(observer);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("route " + name + " needs a target");
        }
    }

    /** A route nobody watches. */
    public Route(String name, List<Target> targets, HistoryConfig history) {
        this(name, targets, history, null, FallbackObserver.NONE);
    }

    /** The target that is asked first. */
    public Target first() {
        return targets.get(0);
    }

    /**
     * Asks the targets in order until one begins to answer. The next one is asked only after a failure that is
     * {@code retryable}; the failure of the last one asked is the failure of the call.
     *
     * @param template the request; its target is replaced by each one tried
     * @return completes when a reply has begun, from then on there is no other target
     */
    public Future<RoutedReply> send(ChatRequest template) {
        return new RouteCall(this, template).send();
    }
}
