package io.backstory.upstream;

import io.backstory.config.ProviderConfig;
import io.backstory.dialect.UpstreamDialect;
import io.backstory.dialect.anthropic.AnthropicUpstream;
import io.backstory.dialect.openai.OpenAiChatUpstream;
import io.vertx.core.Vertx;

/** Makes the upstream a provider's configuration asks for. */
public final class Upstreams {
    /** The dialect of providers that exist in this process only. */
    public static final String SIMULATOR = "simulator";

    private Upstreams() {}

    /**
     * A new upstream with connections of its own.
     *
     * @throws IllegalArgumentException when no such dialect is known
     */
    public static Upstream create(Vertx vertx, ProviderConfig config) {
        return config.dialect().equals(SIMULATOR)
                ? new SimulatedUpstream(vertx, config, new OpenAiChatUpstream())
                : new HttpUpstream(vertx, config, dialect(config.dialect()));
    }

    private static UpstreamDialect dialect(String name) {
        return switch (name) {
            case "openai-chat" -> new OpenAiChatUpstream();
            case "anthropic-messages" -> new AnthropicUpstream();
            default -> throw new IllegalArgumentException("no provider speaks " + name);
        };
    }
}
