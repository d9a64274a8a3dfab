package io.backstory.store;

import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a turn stores.
 *
 * @param turns usually one; an imported history comes before it. Their seqs follow the lease's version without gaps. All
 *     are stored or none; none at all changes only the settings
 * @param settings of the session from now on
 * @param retention how long the session lives after this turn unless it is used again
 * @param replaced takes the place of committed turns of the session's own with the same seqs and nonces, once what is to be
 *     forgotten was taken out of them; raises the revision, also that of the branches which show these turns. Where one of
 *     them is not there, the outcome is {@code Conflict}
 * @param keepFrom seq of the oldest of the session's own turns to keep; older ones are removed in the same step, which raises
 *     the revision. In a branch the base's turns are not shown any more either, so that what is shown has no hole. 0
 *     keeps all
 * @param moved lease on the line that a name stands for at the moment: in the same step the name moves to this session,
 *     that lease ends, and its request counts as answered by the last turn. {@code Fenced} where the lease was lost,
 *     {@code Conflict} where the name stands for something else by now. Null moves nothing
 */
public record CommitTurn(
        List<Turn> turns,
        SessionSettings settings,
        Duration retention,
        List<Turn> replaced,
        int keepFrom,
        @Nullable Lease moved) {
    public CommitTurn {
        turns = List.copyOf(turns);
        replaced = List.copyOf(replaced);
    }

    public CommitTurn(List<Turn> turns, SessionSettings settings, Duration retention) {
        this(turns, settings, retention, List.of(), 0, null);
    }

    public CommitTurn replacing(List<Turn> erased) {
        return new CommitTurn(turns, settings, retention, erased, keepFrom, moved);
    }

    public CommitTurn keepingFrom(int seq) {
        return new CommitTurn(turns, settings, retention, replaced, seq, moved);
    }

    public CommitTurn moving(Lease line) {
        return new CommitTurn(turns, settings, retention, replaced, keepFrom, line);
    }

    /** The leases that end with the commit. */
    List<Lease> ends(Lease lease) {
        return moved == null ? List.of(lease) : List.of(lease, moved);
    }

    /** Refuses turns that do not continue the session as the lease knows it, or are not kept: the caller is wrong. */
    void requireFollows(Lease lease) {
        for (int i = 0; i < turns.size(); i++) {
            int due = lease.version() + 1 + i;
            if (turns.get(i).seq() != due) {
                throw new IllegalArgumentException("turn " + turns.get(i).seq() + " where " + due + " is due");
            }
        }
        if (keepFrom > lease.version() + turns.size()) {
            throw new IllegalArgumentException("nothing would be kept from turn " + keepFrom + " on");
        }
    }
}
