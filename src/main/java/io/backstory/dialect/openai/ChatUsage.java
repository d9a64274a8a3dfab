package io.backstory.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.Usage;
import io.backstory.dialect.JsonWriter;
import java.util.Optional;

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
        json.object();
        json.name("prompt_tokens").value(usage.inputTotal());
        json.name("completion_tokens").value(usage.outputTotal());
        json.name("total_tokens").value(usage.inputTotal() + usage.outputTotal());
        json.name("prompt_tokens_details").object();
        json.name("cached_tokens").value(usage.cacheRead());
        json.name("cache_write_tokens").value(usage.cacheWrite()).endObject();
        json.name("completion_tokens_details").object();
        json.name("reasoning_tokens").value(usage.reasoning()).endObject();
        json.endObject();
    }
}
