package io.backstory.store;

import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import java.time.Duration;
import java.util.List;

/**
 * What a turn stores.
 *
 * @param turns usually one; an imported history comes before it. Their seqs follow the lease's version without gaps. All
 *     are stored or none; none at all changes only the settings
 * @param settings of the session from now on
 * @param retention how long the session lives after this turn unless it is used again
 */
public record CommitTurn(List<Turn> turns, SessionSettings settings, Duration retention) {
    public CommitTurn {
        turns = List.copyOf(turns);
    }

    /** Refuses turns that do not continue the session as the lease knows it: the caller is wrong. */
    void requireFollows(Lease lease) {
        for (int i = 0; i < turns.size(); i++) {
            int due = lease.version() + 1 + i;
            if (turns.get(i).seq() != due) {
                throw new IllegalArgumentException("turn " + turns.get(i).seq() + " where " + due + " is due");
            }
        }
    }
}
