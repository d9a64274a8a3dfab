package io.backstory.window;

import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which messages hang together: a user message starts an exchange, and results belong to the calls before them. */
final class Exchanges {
    private Exchanges() {}

    /** Whether a user says something in them. */
    static boolean speaks(List<Message> input) {
        for (Message message : input) {
            if (message.role() == Role.USER) {
                return true;
            }
        }
        return false;
    }

    /** Tool results in them whose calls an earlier turn made. */
    static int resultsForEarlier(List<Message> input) {
        int results = 0;
        Set<String> own = Set.of();
        for (Message message : input) {
            for (Content content : message.content()) {
                if (content instanceof Content.ToolCall) {
                    own = own.isEmpty() ? ownCalls(input) : own;
                } else if (content instanceof Content.ToolResult result && !own.contains(result.callId())) {
                    results++;
                }
            }
        }
        return results;
    }

    /** The same messages without the results whose calls an earlier turn made; the very same list if there are none. */
    static List<Message> withoutForeignResults(List<Message> input) {
        if (resultsForEarlier(input) == 0) {
            return input;
        }
        Set<String> own = ownCalls(input);
        List<Message> kept = new ArrayList<>();
        for (Message message : input) {
            List<Content> content = message.content().stream()
                    .filter(block -> !(block instanceof Content.ToolResult result) || own.contains(result.callId()))
                    .toList();
            if (content.size() == message.content().size()) {
                kept.add(message);
            } else if (!content.isEmpty()) {
                kept.add(new Message(message.role() == Role.TOOL ? Role.USER : message.role(), content, null));
            }
        }
        return kept;
    }

    /** What the user says in them after the last word of a model: the question an exchange is about. */
    static List<Message> question(List<Message> input) {
        int start = 0;
        for (int i = 0; i < input.size(); i++) {
            start = input.get(i).role() == Role.ASSISTANT ? i + 1 : start;
        }
        return input.subList(start, input.size()).stream()
                .filter(message -> message.role() == Role.USER)
                .toList();
    }

    private static Set<String> ownCalls(List<Message> input) {
        Set<String> ids = new HashSet<>();
        for (Message message : input) {
            message.toolCalls().forEach(call -> ids.add(call.id()));
        }
        return ids;
    }
}
