package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.SessionRow.Stem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What names stand for and branches show, as of {@code now}. */
record Lines<E extends Exception>(Rows<E> rows, long now) {
    static final int MOST_BASES = 64;

    /** A turn and the session that owns it. */
    record Owned(Line owner, Turn turn) {}

    /** The session that a name stands for. */
    SessionRef standsFor(SessionRef name) throws E {
        Optional<String> branch = readable(name).map(SessionRow::current);
        if (branch.isEmpty()) {
            return name;
        }
        SessionRef current = new SessionRef(name.tenant(), branch.get());
        return exactly(current).isPresent() ? current : name;
    }

    /** This very session, if it can be read and all of its bases can. */
    Optional<Line> exactly(SessionRef ref) throws E {
        return line(readable(ref));
    }

    /** As {@link #exactly}, by the key. */
    Optional<Line> keyed(String tenant, Bytes key) throws E {
        return line(rows.find(key).filter(row -> row.ref().tenant().equals(tenant) && !row.isGone(now)));
    }

    private Optional<SessionRow> readable(SessionRef ref) throws E {
        return rows.find(ref.key()).filter(row -> row.ref().equals(ref) && !row.isGone(now));
    }

    private Optional<Line> line(Optional<SessionRow> row) throws E {
        if (row.isEmpty()) {
            return Optional.empty();
        }
        List<Line.Shared> bases = new ArrayList<>();
        for (Stem stem = row.get().base(); stem != null; ) {
            Optional<SessionRow> base = rows.find(stem.key()).filter(it -> !it.isGone(now));
            if (base.isEmpty() || !holds(base.get(), stem)) {
                return Optional.empty();
            }
            bases.add(new Line.Shared(base.get(), stem.turn()));
            stem = base.get().base();
        }
        return Optional.of(new Line(row.get(), bases));
    }

    static boolean holds(SessionRow base, Stem stem) {
        return base.isOf(stem.generation()) && base.own().version() >= stem.turn();
    }

    /** A branch nothing was stored of yet; empty when there is nothing to branch from. */
    Optional<Line> branch(SessionRef ref, Session.Base from) throws E {
        Optional<Line> named =
                ref.tenant().equals(from.session().tenant()) ? exactly(from.session()) : Optional.empty();
        if (named.isEmpty()) {
            return Optional.empty();
        }
        Line owner = owner(named.get(), from.turn());
        SessionRow row = owner.row();
        if (from.turn() != 0 && !row.owns(from.turn())) {
            return Optional.empty();
        }
        if (owner.bases().size() == MOST_BASES) {
            throw tooDeep();
        }
        List<Line.Shared> bases = new ArrayList<>(List.of(new Line.Shared(row, from.turn())));
        bases.addAll(owner.bases());
        Stem stem = new Stem(row.ref().key(), row.own().generation(), from.turn());
        return Optional.of(
                new Line(SessionRow.unborn(ref, stem, named.get().row().meta(), now), bases));
    }

    static ChatException tooDeep() {
        return new ChatException(
                Kind.INVALID_REQUEST, "The session has " + MOST_BASES + " bases already.", "session_id");
    }

    private static Line owner(Line line, int turn) {
        Stem stem = line.row().base();
        return stem == null || turn > stem.turn() ? line : owner(line.base(0), turn);
    }

    /** What the line shows after {@code known}, oldest first. */
    List<Turn> turnsAfter(Line line, int known) throws E {
        List<Turn> turns =
                new ArrayList<>(own(line.row(), known, line.row().own().version()));
        SessionRow above = line.row();
        for (Line.Shared base : line.bases()) {
            if (above.isTrimmed() || known >= base.last()) {
                break;
            }
            turns.addAll(0, own(base.row(), known, base.last()));
            above = base.row();
        }
        return turns;
    }

    private List<Turn> own(SessionRow row, int known, int last) throws E {
        int after = Math.max(known, row.first() - 1);
        return after < last ? rows.turns(row, after, last) : List.of();
    }

    /** One turn of what the line shows. */
    Optional<Owned> turn(Line line, int seq) throws E {
        Stem stem = line.row().base();
        if (stem != null && seq <= stem.turn()) {
            return line.row().isTrimmed() ? Optional.empty() : turn(line.base(0), seq);
        }
        return ownTurn(line, seq);
    }

    /** One of the line's own turns. */
    Optional<Owned> ownTurn(Line line, int seq) throws E {
        return line.row().owns(seq)
                ? rows.turns(line.row(), seq - 1, seq).stream().findFirst().map(turn -> new Owned(line, turn))
                : Optional.empty();
    }

    /** The session and all that branched from it, of whatever depth and state. */
    List<SessionRow> withBranches(SessionRow row) throws E {
        List<SessionRow> all = new ArrayList<>(List.of(row));
        for (int i = 0; i < all.size(); i++) {
            all.addAll(rows.branchesOf(all.get(i)));
        }
        return all;
    }

    /** {@link SessionStore#branches}. */
    Optional<List<Session>> branches(SessionRef session) throws E {
        Optional<SessionRow> row = readable(session);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        List<Session> found = new ArrayList<>();
        for (SessionRow each : withBranches(row.get())) {
            exactly(each.ref()).ifPresent(line -> found.add(line.session(List.of())));
        }
        List<Session> branches = found.subList(Math.min(1, found.size()), found.size());
        branches.sort(Comparator.comparing(Session::createdAt));
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** The record of a request that came by {@code name}, if it still counts. */
    Optional<Repetition.Recorded> recorded(Line name, Idempotency request) throws E {
        SessionRow home = name.row();
        Optional<Rows.Filed> filed = rows.filed(home.ref().key(), request.key()).filter(it -> it.expires() > now);
        if (filed.isEmpty()) {
            return Optional.empty();
        }
        if (filed.get() instanceof Rows.SentOn sent) {
            return Optional.of(sent)
                    .filter(it -> home.isOf(it.generation()))
                    .map(it -> new Repetition.Forked(
                            it.fingerprint(), it.branch(), new Session.Base(home.ref(), it.seq())));
        }
        Rows.Answered answered = (Rows.Answered) filed.get();
        Optional<Line> line = answered.session() == null
                ? Optional.of(name)
                : exactly(new SessionRef(home.ref().tenant(), answered.session()));
        if (line.filter(it -> it.row().isOf(answered.generation())).isEmpty()) {
            return Optional.empty();
        }
        return ownTurn(line.get(), answered.seq())
                .map(it -> new Repetition.Done(
                        answered.fingerprint(), it.owner().row().ref(), it.turn()));
    }
}
