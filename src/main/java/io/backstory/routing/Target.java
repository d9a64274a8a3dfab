package io.backstory.routing;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.ChatRequest;
import io.backstory.chat.Origin;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.upstream.ReplyStream;
import io.backstory.upstream.Upstream;
import io.vertx.core.Future;

/** A model of a provider, ready to be asked. */
public record Target(Origin origin, Upstream upstream, ModelConfig model) {
    public Target {
        requireNonNull(origin);
        requireNonNull(upstream);
        requireNonNull(model);
    }

    /** Sends the request with itself as its target. */
    Future<ReplyStream> send(ChatRequest template) {
        return upstream.send(template.withTarget(origin));
    }
}
