package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One call to a provider. The order on the wire is instructions, history, input.
 *
 * @param target who is asked; {@code target.model()} is the provider's name of the model
 * @param history the turns the window kept, oldest first
 * @param input the new messages
 * @param outputLimit most tokens the reply may have on the target. A dialect whose wire demands a limit sends it where the
 *     options give none; a limit in the options that is higher is lowered to it
 * @param cache how the provider's prompt cache is helped
 */
public record ChatRequest(
        Origin target,
        List<Message> instructions,
        List<Tool> tools,
        List<Turn> history,
        List<Message> input,
        Options options,
        int outputLimit,
        boolean stream,
        PromptCache cache) {
    public ChatRequest {
        requireNonNull(target);
        requireNonNull(cache);
        instructions = List.copyOf(instructions);
        tools = List.copyOf(tools);
        history = List.copyOf(history);
        input = List.copyOf(input);
        if (outputLimit < 1) {
            throw new IllegalArgumentException("outputLimit must be at least 1, not " + outputLimit);
        }
        options = options.withOutputAtMost(outputLimit);
    }

    public ChatRequest withTarget(Origin other) {
        return new ChatRequest(other, instructions, tools, history, input, options, outputLimit, stream, cache);
    }

    public ChatRequest withCache(PromptCache other) {
        return new ChatRequest(target, instructions, tools, history, input, options, outputLimit, stream, other);
    }
}
