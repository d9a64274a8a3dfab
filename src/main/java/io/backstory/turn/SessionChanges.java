package io.backstory.turn;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
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
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

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
        return leased(begin(session, true, Place.HEAD), begun -> store.read(session)
                        .map(found -> {
                            if (found.isPresent()) {
                                throw exists(session);
                            }
                            return unchanged(first);
                        }))
                .compose(done -> read(session));
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

    /** Begins, lets {@code change} say what to store, and stores it; whatever fails, the lease goes back. */
    private Future<Void> leased(BeginTurn begin, Function<Begun, Future<CommitTurn>> change) {
        return store.begin(begin).compose(outcome -> {
            if (outcome instanceof Begun begun) {
                return Future.succeededFuture()
                        .compose(none -> change.apply(begun))
                        .compose(turn -> commit(begun, turn))
                        .recover(failure -> giveBack(begun.lease(), failure));
            }
            return Future.failedFuture(Refusals.of(begin.session(), outcome));
        });
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
