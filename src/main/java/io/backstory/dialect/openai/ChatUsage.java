package io.backstory.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.Usage;
import io.backstory.dialect.JsonWriter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} object. Its arithmetic is the hub's: {@code prompt_tokens} includes cache reads and writes,
 * {@code completion_tokens} includes reasoning.
 */
final class ChatUsage {
    private ChatUsage() {}

    /** The usage of a whole reply or of one chunk, wherever the server puts it. */
    static Optional<Usage> find(JsonNode reply) {
        JsonNode usage = reply.path("usage");
        JsonNode found = usage.isObject() ? usage : reply.path("x_groq").path("usage");
        return found.has("prompt_tokens") || found.has("completion_tokens")
                ? Optional.of(read(found))
                : Optional.empty();
    }

    private static Usage read(JsonNode usage) {
        JsonNode prompt = usage.path("prompt_tokens_details");
        long cached = prompt.has("cached_tokens")
                ? prompt.path("cached_tokens").asLong()
                : usage.path("prompt_cache_hit_tokens").asLong();
        return new Usage(
                usage.path("prompt_tokens").asLong(),
                cached,
                prompt.path("cache_write_tokens").asLong(),
                usage.path("completion_tokens").asLong(),
                usage.path("completion_tokens_details").path("reasoning_tokens").asLong(),
                false,
                Bytes.utf8(usage.toString()));
    }

    static void write(JsonWriter json, Usage usage) {
        write(json, null, usage);
    }

    /** Writes the provider's own members where there are any, and those every client relies on. */
    static void write(JsonWriter json, @Nullable Bytes provided, Usage usage) {
        Map<String, Bytes> own = ChatParts.members(provided);
        own.values().removeIf(ChatParts.NULL::equals);
        json.object();
        count("prompt_tokens", usage.inputTotal(), own, json);
        count("completion_tokens", usage.outputTotal(), own, json);
        count("total_tokens", usage.inputTotal() + usage.outputTotal(), own, json);
        Map<String, Bytes> prompt = ChatParts.members(own.remove("prompt_tokens_details"));
        json.name("prompt_tokens_details").object();
        count("cached_tokens", usage.cacheRead(), prompt, json);
        count("cache_write_tokens", usage.cacheWrite(), prompt, json);
        ChatParts.copy(prompt, Set.of(), json);
        Map<String, Bytes> completion = ChatParts.members(own.remove("completion_tokens_details"));
        json.endObject().name("completion_tokens_details").object();
        count("reasoning_tokens", usage.reasoning(), completion, json);
        ChatParts.copy(completion, Set.of(), json);
        json.endObject();
        ChatParts.copy(own, Set.of(), json);
        json.endObject();
    }

    /** The provider's own number, else ours. */
    private static void count(String name, long ours, Map<String, Bytes> own, JsonWriter json) {
        Bytes theirs = own.remove(name);
        json.name(name);
        if (theirs == null || theirs.equals(ChatParts.NULL)) {
            json.value(ours);
        } else {
            json.raw(theirs);
        }
    }
}
