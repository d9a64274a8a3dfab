package io.backstory.store;

import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import java.time.Duration;
import java.util.List;

/**
 * What a turn stores.
 *
 * @param turns usually one; an imported history comes before it. Their seqs follow the lease's version without gaps. All
 *     are stored or none
 * @param settings of the session from now on
 * @param retention how long the session lives after this turn unless it is used again
 */
public record CommitTurn(List<Turn> turns, SessionSettings settings, Duration retention) {
    public CommitTurn {
        turns = List.copyOf(turns);
    }
}
