package io.backstory.turn;

import io.backstory.chat.Content;
import io.backstory.chat.Content.ToolCall;
import io.backstory.chat.Content.ToolResult;
import io.backstory.chat.Message;
import io.backstory.chat.Turn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Leaves out of a prompt the results whose calls it does not have: every provider refuses such a prompt. */
final class OrphanResults {
    private OrphanResults() {}

    /**
     * The same turn where every result has its call.
     *
     * @param open calls of the turn before
     */
    static Turn leftOut(Turn turn, List<ToolCall> open) {
        Set<String> known = new HashSet<>();
        open.forEach(call -> known.add(call.id()));
        turn.input().forEach(message -> message.toolCalls().forEach(call -> known.add(call.id())));
        boolean whole = turn.input().stream()
                .flatMap(message -> message.toolResults().stream())
                .allMatch(result -> known.contains(result.callId()));
        return whole ? turn : turn.withInput(known(turn.input(), known));
    }

    private static List<Message> known(List<Message> input, Set<String> calls) {
        return input.stream()
                .map(message -> known(message, calls))
                .filter(message -> !message.content().isEmpty())
                .toList();
    }

    private static Message known(Message message, Set<String> calls) {
        List<Content> kept = message.content().stream()
                .filter(block -> !(block instanceof ToolResult result) || calls.contains(result.callId()))
                .toList();
        return kept.size() == message.content().size() ? message : new Message(message.role(), kept, null);
    }
}
