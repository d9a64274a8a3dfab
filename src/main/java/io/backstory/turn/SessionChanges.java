package io.backstory.turn;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Owners;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import io.backstory.routing.ModelRouter;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginTurn;
import io.backstory.store.CommitOutcome;
import io.backstory.store.CommitTurn;
import io.backstory.store.Lease;
import io.backstory.store.Place;
import io.backstory.store.SessionStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes stored sessions outside of turns. Each change takes the lease as a turn does, so it is refused while a turn
 * runs, and a change and a turn never overwrite each other.
 */
public final class SessionChanges {
    private final SessionStore store;
    private final Supplier<ModelRouter> router;
    private final PatientCommit commits;
    private final SessionLimits limits;

    SessionChanges(SessionStore store, Supplier<ModelRouter> router, PatientCommit commits, SessionLimits limits) {
        this.store = store;
        this.router = router;
        this.commits = commits;
        this.limits = limits;
    }

    /**
     * A new session without turns. Fails with {@code SESSION_EXISTS} when the id is taken, and {@code MODEL_NOT_FOUND} for
     * a model the caller may not use.
     */
    public Future<Session> create(
            SessionRef session, UnaryOperator<SessionSettings> settings, Predicate<String> mayUse) {
        SessionSettings first = checked(SessionSettings.EMPTY, settings, mayUse);
        return made(begin(session, true, Place.HEAD), begun -> unchanged(first));
    }

    /** The session with other settings. Fails as {@link #create} does, and when there is no session. */
    public Future<Session> change(
            SessionRef session, UnaryOperator<SessionSettings> settings, Predicate<String> mayUse) {
        return leased(
                        begin(session, false, Place.HEAD),
                        begun -> Future.succeededFuture(
                                unchanged(checked(begun.session().settings(), settings, mayUse))))
                .compose(done -> read(session));
    }

    /**
     * A branch of what the session's name stands for; no name moves. Fails with {@code SESSION_EXISTS} when its id is taken,
     * and {@code INVALID_REQUEST} when there is no such turn.
     *
     * @param fromTurn the last turn it shares, 0 for none; null for the newest
     */
    public Future<Session> branch(SessionRef session, SessionRef branch, @Nullable Integer fromTurn) {
        return read(session).compose(line -> {
            int from = checked(line, fromTurn);
            Place place = new Place.Line(new Session.Base(line.ref(), from));
            return made(
                    begin(branch, true, place),
                    begun -> unchanged(begun.session().settings()));
        });
    }

    /** The same as a session of its own, with copies of the turns, which stays when the other one is deleted. */
    public Future<Session> copy(SessionRef session, SessionRef copy, @Nullable Integer fromTurn) {
        return read(session).compose(line -> {
            int from = checked(line, fromTurn);
            List<Turn> turns = SessionCopy.of(
                    line.turns().stream().filter(turn -> turn.seq() <= from).toList());
            return made(begin(copy, true, Place.HEAD), begun -> new CommitTurn(turns, line.settings(), Duration.ZERO));
        });
    }

    /**
     * The very session, wherever its name has moved. Reading it takes its lease for a moment, since a name that has moved
     * leads a reader elsewhere.
     */
    public Future<Session> line(SessionRef session) {
        return read(session)
                .compose(found -> found.ref().equals(session)
                        ? Future.succeededFuture(found)
                        : begun(begin(session, false, new Place.Line(null)))
                                .compose(begun -> store.abort(begun.lease()).map(done -> begun.session())));
    }

    /** To whom the turns of a conversation belong. */
    public Future<Owners> owners(Session session) {
        NavigableMap<Integer, SessionRef> from = new TreeMap<>();
        return owners(session, from).map(done -> new Owners(from));
    }

    private Future<Void> owners(Session session, NavigableMap<Integer, SessionRef> from) {
        Session.Base base = session.lineage().base();
        from.put(base == null ? 1 : base.turn() + 1, session.ref());
        return base == null
                ? Future.succeededFuture()
                : store.branches(base.session())
                        .compose(line -> line.isEmpty()
                                ? Future.failedFuture(absent(session.ref()))
                                : owners(line.get().get(0), from));
    }

    /**
     * Takes the place of committed turns.
     *
     * @param owner of the turns
     * @param erasing gets the session's own turns and says what takes their place; it may throw, and nothing is changed then
     */
    public Future<Void> replace(SessionRef owner, Function<List<Turn>, List<Turn>> erasing) {
        return leased(
                begin(owner, false, new Place.Line(null)),
                begun -> Future.succeededFuture(
                        unchanged(begun.session().settings()).replacing(erasing.apply(own(begun.session())))));
    }

    private static List<Turn> own(Session session) {
        int first = session.lineage().first();
        return session.turns().stream().filter(turn -> turn.seq() >= first).toList();
    }

    private static int checked(Session line, @Nullable Integer fromTurn) {
        int from = fromTurn == null ? line.version() : fromTurn;
        if (from > line.version()) {
            throw Forking.noSuchTurn(from, line.version());
        }
        return from;
    }

    /** What {@code first} says, unless there is such a session already. */
    private Future<Session> made(BeginTurn begin, Function<Begun, CommitTurn> first) {
        return leased(begin, begun -> store.read(begin.session()).map(found -> {
                    if (found.isPresent()) {
                        throw exists(begin.session());
                    }
                    return first.apply(begun);
                }))
                .compose(done -> read(begin.session()));
    }

    /** Begins, lets {@code change} say what to store, and stores it; whatever fails, the lease goes back. */
    private Future<Void> leased(BeginTurn begin, Function<Begun, Future<CommitTurn>> change) {
        return begun(begin).compose(begun -> Future.succeededFuture()
                .compose(none -> change.apply(begun))
                .compose(turn -> commit(begun, turn))
                .recover(failure -> giveBack(begun.lease(), failure)));
    }

    private Future<Begun> begun(BeginTurn begin) {
        return store.begin(begin)
                .compose(outcome -> outcome instanceof Begun begun
                        ? Future.succeededFuture(begun)
                        : Future.failedFuture(Refusals.of(begin.session(), outcome)));
    }

    private Future<Void> commit(Begun begun, CommitTurn turn) {
        return commits.commit(begun.lease(), limits.bounded(begun.session(), turn))
                .map(outcome -> {
                    if (!(outcome instanceof CommitOutcome.Committed)) {
                        throw Refusals.of(outcome);
                    }
                    return null;
                });
    }

    private <T> Future<T> giveBack(Lease lease, Throwable failure) {
        return store.abort(lease).transform(done -> Future.failedFuture(failure));
    }

    private Future<Session> read(SessionRef session) {
        return store.read(session).map(found -> found.orElseThrow(() -> absent(session)));
    }

    /** The new settings; a model is looked at where it changes, since an old one may have left the configuration. */
    private SessionSettings checked(
            SessionSettings before, UnaryOperator<SessionSettings> change, Predicate<String> mayUse) {
        SessionSettings after = change.apply(before);
        String route = after.route();
        boolean known = route == null
                || route.equals(before.route())
                || (mayUse.test(route) && router.get().names().contains(route));
        if (!known) {
            throw new ChatException(Kind.MODEL_NOT_FOUND, "There is no model " + route + " here.", "model");
        }
        return after;
    }

    private static BeginTurn begin(SessionRef session, boolean create, Place place) {
        return new BeginTurn(session, Opening.randomNonce(), create, null, null).at(place);
    }

    /** Without turns. */
    private static CommitTurn unchanged(SessionSettings settings) {
        return new CommitTurn(List.of(), settings, Duration.ZERO);
    }

    private static ChatException exists(SessionRef session) {
        return new ChatException(Kind.SESSION_EXISTS, "There is a session " + session.id() + " already.", "id");
    }

    static ChatException absent(SessionRef session) {
        return new ChatException(Kind.SESSION_NOT_FOUND, "There is no session " + session.id() + ".", "id");
    }
}
