package io.backstory.window;

import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which turns hang together: a user message starts an exchange, and results belong to the turn that called. */
final class Exchanges {
    private Exchanges() {}

    /** Whether a prompt may begin with these messages: a user speaks first, and no result answers an earlier turn. */
    static boolean startsWith(List<Message> input) {
        for (Message message : input) {
            if (message.role() == Role.USER) {
                return !answersEarlier(input);
            }
            if (message.role() == Role.ASSISTANT || message.role() == Role.TOOL) {
                return false;
            }
        }
        return false;
    }

    /** Whether one of the results answers a call that was made in an earlier turn. */
    static boolean answersEarlier(List<Message> input) {
        Set<String> results = resultIds(input);
        results.removeAll(callIds(input));
        return !results.isEmpty();
    }

    /** Whether {@code next} answers calls of {@code turn} and of no other one. */
    static boolean answers(Turn next, Turn turn) {
        Set<String> results = resultIds(next.input());
        results.removeAll(callIds(next.input()));
        return !results.isEmpty() && calls(turn).containsAll(results);
    }

    /** Ids of all calls the turn made. */
    static Set<String> calls(Turn turn) {
        Set<String> ids = callIds(turn.input());
        ids.addAll(callIds(turn.output()));
        return ids;
    }

    /** Whether calls of the turn wait for the next one. */
    static boolean endsInCalls(Turn turn) {
        return turn.output().stream().anyMatch(message -> !message.toolCalls().isEmpty());
    }

    private static Set<String> callIds(List<Message> messages) {
        Set<String> ids = new HashSet<>();
        for (Message message : messages) {
            message.toolCalls().forEach(call -> ids.add(call.id()));
        }
        return ids;
    }

    private static Set<String> resultIds(List<Message> messages) {
        Set<String> ids = new HashSet<>();
        for (Message message : messages) {
            for (Content.ToolResult result : message.toolResults()) {
                ids.add(result.callId());
            }
        }
        return ids;
    }
}
