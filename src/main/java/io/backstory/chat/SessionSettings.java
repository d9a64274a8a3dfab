package io.backstory.chat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session remembers besides its turns.
 *
 * @param instructions leading system or developer messages, sent first and outside what the window may cut
 * @param route the model name the client last asked for
 * @param ttl how long the session lives after its last turn; null where the configuration says
 */
public record SessionSettings(
        List<Message> instructions,
        List<Tool> tools,
        @Nullable String route,
        Map<String, String> metadata,
        @Nullable Duration ttl) {
    public static final SessionSettings EMPTY = new SessionSettings(List.of(), List.of(), null, Map.of());

    /** Of a session that lives as long as the configuration says. */
    public SessionSettings(
            List<Message> instructions, List<Tool> tools, @Nullable String route, Map<String, String> metadata) {
        this(instructions, tools, route, metadata, null);
    }

    public SessionSettings {
        instructions = List.copyOf(instructions);
        tools = List.copyOf(tools);
        metadata = Map.copyOf(metadata);
    }

    public SessionSettings withInstructions(List<Message> replacement) {
        return new SessionSettings(replacement, tools, route, metadata, ttl);
    }

    public SessionSettings withTools(List<Tool> replacement) {
        return new SessionSettings(instructions, replacement, route, metadata, ttl);
    }

    public SessionSettings withRoute(@Nullable String replacement) {
        return new SessionSettings(instructions, tools, replacement, metadata, ttl);
    }

    public SessionSettings withMetadata(Map<String, String> replacement) {
        return new SessionSettings(instructions, tools, route, replacement, ttl);
    }

    public SessionSettings withTtl(@Nullable Duration replacement) {
        return new SessionSettings(instructions, tools, route, metadata, replacement);
    }
}
