package io.backstory.window;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.ContextReport;
import io.backstory.chat.Cut;
import io.backstory.chat.Turn;
import java.util.List;

/**
 * What one request sends of a conversation. It holds for every attempt of the request.
 *
 * @param history the turns to send before the new messages, oldest first. Results in them always follow their calls; a
 *     call that its next turn left open is still open here
 * @param cut the truncation point to store with the new turn
 * @param report what the client is told, with planned sizes
 */
public record Plan(List<Turn> history, Cut cut, ContextReport report) {
    public Plan {
        history = List.copyOf(history);
        requireNonNull(cut);
        requireNonNull(report);
    }
}
