package io.backstory.turn;

import static java.util.stream.Collectors.joining;

import io.backstory.chat.ChatException;
import io.backstory.chat.Content.ToolCall;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnRequest;
import io.backstory.chat.TurnRequest.OpenCalls;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is new in a request, compared with the session.
 *
 * @param imported messages the client knows and the session does not; stored as a turn no model answered
 * @param input the new messages, as they are stored
 * @param synthesized ids of open tool calls the gateway answers in the prompt, because the user spoke instead
 */
record NewInput(List<Message> imported, List<Message> input, List<ToolCall> synthesized) {

    static NewInput of(TurnRequest request, List<Turn> view) {
        ResentHistory.Split split = ResentHistory.split(request.input(), view);
        List<ToolCall> open = split.imported().isEmpty() ? View.openCalls(view) : openCallsOf(split.imported());
        checkResultsHaveCalls(split.input(), open);
        List<ToolCall> unanswered = View.unanswered(open, split.input());
        if (!unanswered.isEmpty() && !maySynthesize(request, split.input())) {
            throw missing(unanswered);
        }
        return new NewInput(split.imported(), split.input(), unanswered);
    }

    /** The input as the prompt shows it. */
    List<Message> shown() {
        return View.answered(synthesized, input);
    }

    private static boolean maySynthesize(TurnRequest request, List<Message> input) {
        return request.openCalls() == OpenCalls.SYNTHESIZE
                && input.stream().anyMatch(message -> message.role() == Role.USER);
    }

    private static List<ToolCall> openCallsOf(List<Message> imported) {
        return imported.get(imported.size() - 1).toolCalls();
    }

    private static void checkResultsHaveCalls(List<Message> input, List<ToolCall> open) {
        Set<String> waiting = new HashSet<>();
        open.forEach(call -> waiting.add(call.id()));
        for (Message message : input) {
            message.toolResults().forEach(result -> {
                if (!waiting.remove(result.callId())) {
                    throw new ChatException(
                            Kind.TOOL_CALL_NOT_FOUND,
                            "No tool call found for function call output with call_id " + result.callId() + ".",
                            "messages");
                }
            });
        }
    }

    private static ChatException missing(List<ToolCall> unanswered) {
        String calls = unanswered.stream().map(ToolCall::id).collect(joining(", "));
        return new ChatException(
                Kind.TOOL_RESULT_MISSING,
                "No tool output found for function call" + (unanswered.size() == 1 ? " " : "s ") + calls + ".",
                "messages");
    }
}
