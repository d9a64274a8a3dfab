package io.backstory.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session remembers besides its turns.
 *
 * @param instructions leading system or developer messages, sent first and outside what the window may cut
 * @param route the model name the client last asked for
 */
public record SessionSettings(
        List<Message> instructions, List<Tool> tools, @Nullable String route, Map<String, String> metadata) {
    public static final SessionSettings EMPTY = new SessionSettings(List.of(), List.of(), null, Map.of());

    public SessionSettings {
        instructions = List.copyOf(instructions);
        tools = List.copyOf(tools);
        metadata = Map.copyOf(metadata);
    }

    public SessionSettings withInstructions(List<Message> replacement) {
        return new SessionSettings(replacement, tools, route, metadata);
    }

    public SessionSettings withTools(List<Tool> replacement) {
        return new SessionSettings(instructions, replacement, route, metadata);
    }

    public SessionSettings withRoute(@Nullable String replacement) {
        return new SessionSettings(instructions, tools, replacement, metadata);
    }
}
