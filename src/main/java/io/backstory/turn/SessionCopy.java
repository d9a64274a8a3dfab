package io.backstory.turn;

import io.backstory.chat.Cut;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Turn;
import java.util.List;

/** The turns of a session for another one that shall not depend on it. They are numbered from 1 again. */
final class SessionCopy {
    private SessionCopy() {}

    static List<Turn> of(List<Turn> turns) {
        int shift = turns.isEmpty() ? 0 : turns.get(0).seq() - 1;
        return turns.stream().map(turn -> moved(turn, shift)).toList();
    }

    private static Turn moved(Turn turn, int shift) {
        Cut cut = turn.cut();
        return new Turn(
                turn.seq() - shift,
                Opening.randomNonce(),
                turn.status(),
                turn.createdAt(),
                turn.input(),
                turn.output(),
                turn.finish(),
                turn.origin(),
                turn.usage(),
                turn.tokens(),
                new Cut(back(cut.from(), shift), back(cut.tools(), shift), back(cut.media(), shift), cut.epoch()),
                turn.settings(),
                turn.metadata(),
                turn.facts(),
                new FragmentMemo());
    }

    private static int back(int seq, int shift) {
        return Math.max(1, seq - shift);
    }
}
