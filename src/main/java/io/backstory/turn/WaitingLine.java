package io.backstory.turn;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The turns of one session in this gateway. Belongs to the {@link TurnQueue}, which guards it. */
final class WaitingLine {
    /** Turns that are begun and not ended. */
    int running;

    final Deque<WaitingTurn> turns = new ArrayDeque<>();

    /** Turns that met another one; the first may still be asking whether it meets any. */
    int waiting() {
        WaitingTurn first = turns.peekFirst();
        return first == null || first.met ? turns.size() : turns.size() - 1;
    }

    boolean isIdle() {
        return running == 0 && turns.isEmpty();
    }

    /** The first in line, marked as asking, unless there is none or it asks already. */
    @Nullable
    WaitingTurn nextToAsk() {
        WaitingTurn first = turns.peekFirst();
        if (first == null || first.asking) {
            return null;
        }
        first.asking = true;
        first.stopLooking();
        return first;
    }
}
