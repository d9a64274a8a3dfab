package io.backstory.window;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.Cut;
import io.backstory.chat.Turn;
import java.util.List;

/**
 * Everything a plan depends on.
 *
 * @param log all committed turns of the session, oldest first
 * @param head instructions and tools in force
 * @param input the new messages
 * @param inForce the cut of the newest turn, {@link Cut#NONE} before the first one
 */
public record WindowRequest(List<Turn> log, HeadTokens head, InputTokens input, Cut inForce, WindowSettings settings) {
    public WindowRequest {
        log = List.copyOf(log);
        requireNonNull(head);
        requireNonNull(input);
        requireNonNull(inForce);
        requireNonNull(settings);
    }

    /** Seq of the turn being planned. */
    int seq() {
        return log.isEmpty() ? 1 : log.get(log.size() - 1).seq() + 1;
    }
}
