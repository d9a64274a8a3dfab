package io.backstory.turn;

import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Turn;
import java.util.ArrayList;
import java.util.List;

/** Leaves out of a prompt what was erased, together with what cannot stand without it. */
final class ErasedParts {
    private ErasedParts() {}

    /** The same turn where nothing of it was erased. */
    static Turn leftOut(Turn turn) {
        if (!hasGaps(turn.input()) && !hasGaps(turn.output())) {
            return turn;
        }
        List<Message> input = without(turn.input());
        boolean question = turn.input().stream().anyMatch(message -> message.role() == Role.USER);
        return input.isEmpty() && question
                ? turn.hidden()
                : turn.withInput(input).withOutput(without(turn.output()));
    }

    private static boolean hasGaps(List<Message> messages) {
        return messages.stream().anyMatch(message -> message.content().contains(Content.ERASED));
    }

    private static List<Message> without(List<Message> messages) {
        return messages.stream()
                .map(message -> message.content().contains(Content.ERASED) ? rest(message) : message)
                .filter(message -> !message.content().isEmpty())
                .toList();
    }

    /** Thoughts that led to an erased call would come last, where providers refuse them. */
    private static Message rest(Message message) {
        List<Content> kept = new ArrayList<>(message.content());
        kept.removeIf(Content.ERASED::equals);
        while (!kept.isEmpty() && View.isReasoning(kept.get(kept.size() - 1))) {
            kept.remove(kept.size() - 1);
        }
        return new Message(message.role(), kept, null);
    }
}
