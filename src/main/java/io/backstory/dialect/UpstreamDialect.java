package io.backstory.dialect;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import java.util.Map;

/** One provider wire format, seen from the gateway. Stateless and thread-safe. */
public interface UpstreamDialect {

    /** The name used in the configuration, in {@code Origin} and in {@code Verbatim}. */
    String name();

    /**
     * Writes one call. History is spliced from the fragments memoised on its turns; a turn is rendered at most once per
     * key, and rendering depends on nothing but turn and key.
     */
    WireRequest write(ChatRequest request);

    /** A fresh decoder for one successful reply. */
    ReplyDecoder decoder(boolean stream);

    /**
     * Reads a reply with an error status.
     *
     * @param headers lower-case names
     * @return what to tell the client: for a rejected credential never the provider's own text, which may echo the key
     */
    ChatException error(int status, Map<String, String> headers, Bytes body);

    /** The request headers that carry the API key. */
    Map<String, String> authorization(String apiKey);
}
