package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnStatus;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Busy;
import io.backstory.store.BeginOutcome.Fork;
import io.backstory.store.BeginOutcome.KeyReused;
import io.backstory.store.BeginOutcome.NotFound;
import io.backstory.store.BeginOutcome.NotHead;
import io.backstory.store.BeginOutcome.Regressed;
import io.backstory.store.Repetition.Done;
import io.backstory.store.Repetition.Forked;
import io.backstory.store.Repetition.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a begin finds in one look, and what follows from it.
 *
 * @param ref the line that was claimed
 * @param line as stored, or as it would begin; empty when there is none and none is to begin
 * @param moved the name stands for another line by now, so that nothing here counts
 * @param answered the answer to go on from is there
 * @param turns those the caller does not have
 */
record BeginLookup(
        BeginTurn turn,
        SessionRef ref,
        Optional<Line> line,
        boolean born,
        boolean moved,
        Optional<Recorded> recorded,
        boolean answered,
        List<Turn> turns,
        boolean onlyNewer) {

    static <E extends Exception> BeginLookup in(Lines<E> lines, BeginTurn turn, SessionRef ref) throws E {
        Optional<Line> stored = lines.exactly(ref);
        Optional<Line> line = stored.isPresent() ? stored : unborn(lines, turn, ref);
        boolean onlyNewer =
                stored.filter(it -> it.state().continues(turn.cached())).isPresent();
        int known = onlyNewer && turn.cached() != null ? turn.cached().version() : 0;
        return new BeginLookup(
                turn,
                ref,
                line,
                stored.isPresent(),
                hasMoved(lines, turn, ref, stored),
                recorded(lines, turn, ref, stored),
                isAnswered(lines, turn, stored),
                line.isPresent() ? lines.turnsAfter(line.get(), known) : List.of(),
                onlyNewer);
    }

    /** The line a turn is to be on, before it is claimed. */
    static <E extends Exception> SessionRef aim(Lines<E> lines, BeginTurn turn) throws E {
        return turn.place() instanceof Place.Head ? lines.standsFor(turn.session()) : turn.session();
    }

    private static <E extends Exception> Optional<Line> unborn(Lines<E> lines, BeginTurn turn, SessionRef ref)
            throws E {
        if (!turn.create() || turn.place() instanceof Place.After) {
            return Optional.empty();
        }
        if (turn.place() instanceof Place.Line place && place.base() != null) {
            return lines.branch(ref, place.base());
        }
        Bytes none = Bytes.wrap(new byte[0]);
        return Optional.of(new Line(SessionRow.unborn(ref, null, none, lines.now()), List.of()));
    }

    private static <E extends Exception> boolean hasMoved(
            Lines<E> lines, BeginTurn turn, SessionRef ref, Optional<Line> stored) throws E {
        if (!(turn.place() instanceof Place.Head)) {
            return false;
        }
        boolean isItself = ref.equals(turn.session())
                && stored.filter(it -> it.row().current() != null).isEmpty();
        return !isItself && !lines.standsFor(turn.session()).equals(ref);
    }

    private static <E extends Exception> Optional<Recorded> recorded(
            Lines<E> lines, BeginTurn turn, SessionRef ref, Optional<Line> stored) throws E {
        Idempotency request = turn.idempotency();
        Optional<Line> home = request == null || ref.equals(turn.session()) ? stored : lines.exactly(turn.session());
        return request == null || home.isEmpty() ? Optional.empty() : lines.recorded(home.get(), request);
    }

    private static <E extends Exception> boolean isAnswered(Lines<E> lines, BeginTurn turn, Optional<Line> stored)
            throws E {
        return turn.place() instanceof Place.After after
                && stored.isPresent()
                && lines.ownTurn(stored.get(), after.seq())
                        .filter(it ->
                                it.turn().nonce() == after.nonce() && it.turn().status() != TurnStatus.ERASED)
                        .isPresent();
    }

    /** Why the turn cannot begin here; empty when it can. */
    Optional<BeginOutcome> refusal(Leases leases, Optional<Duration> busy) {
        if (line.isEmpty() && (busy.isEmpty() || turn.place() instanceof Place.After)) {
            return Optional.of(new NotFound());
        }
        if (born && line.filter(it -> it.state().isBehind(turn.cached())).isPresent()) {
            return Optional.of(new Regressed());
        }
        Optional<BeginOutcome> repeated =
                new Repetition(leases.other(ref.key(), turn.nonce()), counting(leases), line).of(turn);
        return repeated.or(() -> chained(busy)).or(() -> busy.map(Busy::new)).or(this::notHead);
    }

    private Optional<Recorded> counting(Leases leases) {
        return line.isEmpty() ? recorded : leases.unreplaced(ref, turn, generation(), recorded);
    }

    private Optional<BeginOutcome> chained(Optional<Duration> busy) {
        if (!(turn.place() instanceof Place.After after)) {
            return Optional.empty();
        }
        if (!answered) {
            return Optional.of(new NotFound());
        }
        return busy.isPresent() || after.seq() < version()
                ? Optional.of(new Fork(after.branch(), new Session.Base(ref, after.seq())))
                : Optional.empty();
    }

    private Optional<BeginOutcome> notHead() {
        Integer expected = turn.expectedVersion();
        return expected != null && expected != version() ? Optional.of(new NotHead(version())) : Optional.empty();
    }

    private long generation() {
        return line.map(it -> it.row().own().generation()).orElse(0L);
    }

    private int version() {
        return line.map(it -> it.row().own().version()).orElse(0);
    }

    /** Takes the lease that was claimed; empty when the claim was lost meanwhile. */
    Optional<BeginOutcome> begun(Leases leases) {
        Line found = line.orElseThrow();
        SessionRow row = found.row();
        Leases.Terms terms = new Leases.Terms(ref, version(), row.base(), turn.place() instanceof Place.Head);
        Leases.Seen seen =
                new Leases.Seen(row.fence(), born ? row.own().generation() : Fresh.generation(), !born, terms);
        return leases.grant(ref, turn, seen, replaced(found)).map(granted -> begun(granted, found));
    }

    private @Nullable Done replaced(Line found) {
        return recorded.orElse(null) instanceof Done done && done.isHeadOf(found) ? done : null;
    }

    private BeginOutcome begun(Leases.Seen granted, Line found) {
        Line now = found.ofGeneration(granted.generation());
        Lease lease = new Lease(
                ref,
                turn.session(),
                granted.fence(),
                turn.nonce(),
                granted.generation(),
                version(),
                turn.idempotency());
        return new Begun(lease, now.session(turns), now.state(), onlyNewer);
    }

    /** Remembers that the request was sent on, and where to; empty when it has to be looked at anew. */
    static <E extends Exception> Optional<BeginOutcome> sentOn(
            Rows.Tables<E> tables, BeginTurn turn, Fork fork, long now) throws E {
        Idempotency request = turn.idempotency();
        Optional<Line> home = new Lines<>(tables, now).exactly(turn.session());
        if (request == null || home.isEmpty()) {
            return Optional.of(request == null ? fork : new NotFound());
        }
        Optional<Recorded> recorded =
                turn.mayRepeat() ? new Lines<>(tables, now).recorded(home.get(), request) : Optional.empty();
        if (recorded.isPresent()) {
            return known(recorded.get(), request);
        }
        long generation = home.get().row().own().generation();
        long end = now + request.mode().lifetime().toMillis();
        tables.file(
                turn.session().key(),
                request.key(),
                new Rows.SentOn(
                        request.fingerprint(),
                        generation,
                        fork.branch(),
                        fork.base().turn(),
                        end));
        return Optional.of(fork);
    }

    private static Optional<BeginOutcome> known(Recorded recorded, Idempotency request) {
        if (!recorded.fingerprint().equals(request.fingerprint())) {
            return Optional.of(new KeyReused());
        }
        return recorded instanceof Forked it ? Optional.of(new Fork(it.branch(), it.base())) : Optional.empty();
    }
}
