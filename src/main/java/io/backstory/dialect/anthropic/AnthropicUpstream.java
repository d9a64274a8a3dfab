package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import io.backstory.dialect.ReplyDecoder;
import io.backstory.dialect.UpstreamDialect;
import io.backstory.dialect.WireRequest;
import java.util.Map;

/**
 * The Messages API, {@code POST /v1/messages}.
 *
 * <p>Calls are made in version {@value #VERSION}: the newer 2026-10-21 refuses {@code temperature} and {@code top_p} in
 * any value, and hosts that serve older models do not know it.
 */
public final class AnthropicUpstream implements UpstreamDialect {
    static final String VERSION = "2023-06-01";
    private static final Map<String, String> HEADERS = Map.of("anthropic-version", VERSION);

    @Override
    public String name() {
        return Wire.DIALECT;
    }

    @Override
    public WireRequest write(ChatRequest request) {
        return new RequestWriter(request).write("/v1/messages", HEADERS);
    }

    @Override
    public ReplyDecoder decoder(boolean stream) {
        return stream ? new StreamDecoder() : new JsonDecoder();
    }

    @Override
    public ChatException error(int status, Map<String, String> headers, Bytes body) {
        return ProviderError.read(body).toException(status, headers);
    }

    @Override
    public Map<String, String> authorization(String apiKey) {
        return Map.of("x-api-key", apiKey);
    }
}
