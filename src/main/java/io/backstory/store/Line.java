package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import java.time.Instant;
import java.util.List;

/**
 * A session with what it branched from.
 *
 * @param bases nearest first
 */
record Line(SessionRow row, List<Shared> bases) {

    /** The part of a base that a branch shows: its turns up to {@code last}. */
    record Shared(SessionRow row, int last) {}

    Line {
        bases = List.copyOf(bases);
    }

    /** As a near cache knows it: a change to turns of a base is a change to what is shown here. */
    BeginTurn.Cached state() {
        int revisions =
                bases.stream().mapToInt(base -> base.row().own().revision()).sum();
        BeginTurn.Cached own = row.own();
        return new BeginTurn.Cached(own.generation(), own.version(), own.revision() + revisions);
    }

    Line ofGeneration(long generation) {
        return new Line(row.ofGeneration(generation), bases);
    }

    /** The line of base {@code index}, whole. */
    Line base(int index) {
        return new Line(bases.get(index).row(), bases.subList(index + 1, bases.size()));
    }

    Session session(List<Turn> turns) {
        SessionRow.Times times = row.times();
        return new Session(
                row.ref(),
                row.own().version(),
                row.meta().isEmpty()
                        ? SessionSettings.EMPTY
                        : TurnCodec.settings(row.meta().unsafeArray()),
                turns,
                Instant.ofEpochMilli(times.born()),
                Instant.ofEpochMilli(times.touched()),
                times.expires() == 0 ? null : Instant.ofEpochMilli(times.expires()),
                false,
                lineage(),
                row.size());
    }

    private Session.Lineage lineage() {
        Session.Base base = bases.isEmpty()
                ? null
                : new Session.Base(bases.get(0).row().ref(), bases.get(0).last());
        return new Session.Lineage(base, row.current(), row.first());
    }
}
