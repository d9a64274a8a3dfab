package io.backstory.history;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A promise that was not kept.
 *
 * @param proof the events that show it, in their order
 */
record Violation(Rule rule, String what, List<Event> proof) {
    Violation {
        proof = List.copyOf(proof);
    }

    /** The promises as a history can break them; S1 to S14 as in the specification of the turn protocol. */
    enum Rule {
        /** S1: an acknowledged turn is not stored. */
        LOST,
        /** S2: a message is stored more often than its tries explain. */
        DUPLICATE,
        /** S2: two turns answered the same key. */
        KEY_ANSWERED_TWICE,
        /** S3: the stored turns are not numbered 1 to n. */
        GAP,
        /** S3: a prompt was not built from exactly the turns before. */
        WRONG_PARENT,
        /** S3: two committed turns follow the same turn. */
        FORK,
        /** S4: an acknowledged turn is missing in what came after it. */
        INVERSION,
        /** S5: something of another tenant. */
        FOREIGN_CANARY,
        /** S5, S6: an answer that belongs to another message. */
        WRONG_ANSWER,
        /** S6: a message without its reply, or a reply without its message. */
        HALF_STORED,
        /** S6, S10: a refused turn is stored all the same. */
        REFUSED_BUT_STORED,
        /** S9: a replay asked the provider. */
        REPLAY_ASKED,
        /** S10: a stream ended like a whole one without its final marker. */
        NO_MARKER,
        /** S11: a reply that the provider did not end is given as whole, or not all of it is. */
        TRUNCATED,
        /** S14: something deleted came back. */
        CAME_BACK
    }

    @Override
    public String toString() {
        return rule + ": " + what
                + proof.stream().map(event -> "\n    " + event).collect(Collectors.joining());
    }
}
