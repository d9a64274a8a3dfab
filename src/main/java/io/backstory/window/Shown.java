package io.backstory.window;

import io.backstory.chat.Cut;
import io.backstory.chat.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of a log that a cut leaves, as it is shown.
 *
 * @param stored from the first one that is rendered on, as they are stored, hidden ones among them
 * @param asker the turn whose user message the first one answers
 */
record Shown(List<Turn> stored, Optional<Turn> asker, Cut cut) {

    /** Made anew on each call: a list as long as the prompt's history. */
    List<Turn> turns() {
        List<Turn> shown = new ArrayList<>(stored.size());
        for (Turn turn : stored) {
            if (turn.inView()) {
                shown.add(shown.isEmpty() ? Forms.first(turn, asker.orElse(turn), cut) : Forms.following(turn, cut));
            }
        }
        return shown;
    }
}
