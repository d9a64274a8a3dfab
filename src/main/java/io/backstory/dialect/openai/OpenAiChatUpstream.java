package io.backstory.dialect.openai;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import io.backstory.dialect.ReplyDecoder;
import io.backstory.dialect.UpstreamDialect;
import io.backstory.dialect.WireRequest;
import java.util.Map;

/**
 * Chat Completions as OpenAI's servers and their look-alikes speak it: {@code POST /chat/completions}, JSON or server-sent
 * events.
 */
public final class OpenAiChatUpstream implements UpstreamDialect {
    public static final String NAME = ChatWire.DIALECT;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public WireRequest write(ChatRequest request) {
        return new ChatBodyWriter(request).write();
    }

    @Override
    public ReplyDecoder decoder(boolean stream) {
        return stream ? new ChatStreamDecoder() : new ChatJsonDecoder();
    }

    @Override
    public ChatException error(int status, Map<String, String> headers, Bytes body) {
        return ChatErrors.read(status, headers, body);
    }

    /** Nothing for an empty key: servers on the own network often take none. */
    @Override
    public Map<String, String> authorization(String apiKey) {
        return apiKey.isEmpty() ? Map.of() : Map.of("authorization", "Bearer " + apiKey);
    }
}
