package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of the gateway, in the hub's own words.
 *
 * @param sessionId null asks for a plain stateless pass-through, where {@code input} is the whole conversation
 * @param route model name the client asked for; null means the session's last one, or the default route
 * @param instructions null keeps the session's, an empty list clears them
 * @param tools null keeps the session's, an empty list clears them
 * @param input the new messages. An assistant message among them means that the client resent history
 * @param openCalls what to do when the session waits for tool results and the input has none
 * @param expectedTurn refuse unless the session's newest turn has this seq
 * @param fromTurn seq of the turn to go on from, 0 for none; null for the newest. An older one makes a branch
 * @param attempt how a repetition of the request is recognised
 */
public record TurnRequest(
        @Nullable String sessionId,
        @Nullable String route,
        @Nullable List<Message> instructions,
        @Nullable List<Tool> tools,
        List<Message> input,
        Options options,
        boolean stream,
        boolean usageInStream,
        OpenCalls openCalls,
        @Nullable Integer expectedTurn,
        Map<String, String> metadata,
        Attempt attempt,
        @Nullable Integer fromTurn) {

    /** What happens to tool calls the new input does not answer. */
    public enum OpenCalls {
        /** The request is refused and names the calls. */
        REFUSE,
        /** Where a user message came instead, an error result is put into the prompt; the log is not changed. */
        SYNTHESIZE
    }

    public TurnRequest {
        instructions = instructions == null ? null : List.copyOf(instructions);
        tools = tools == null ? null : List.copyOf(tools);
        input = List.copyOf(input);
        requireNonNull(options);
        requireNonNull(openCalls);
        metadata = Map.copyOf(metadata);
        requireNonNull(attempt);
    }

    public TurnRequest withSessionId(@Nullable String id) {
        return with(id, options, attempt);
    }

    public TurnRequest withOptions(Options other) {
        return with(sessionId, other, attempt);
    }

    public TurnRequest withAttempt(Attempt known) {
        return with(sessionId, options, known);
    }

    private TurnRequest with(@Nullable String id, Options asked, Attempt known) {
        return new TurnRequest(
                id,
                route,
                instructions,
                tools,
                input,
                asked,
                stream,
                usageInStream,
                openCalls,
                expectedTurn,
                metadata,
                known,
                fromTurn);
    }
}
