package io.backstory.turn;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginTurn;
import io.backstory.store.Lease;
import io.backstory.store.Place;
import io.backstory.store.SessionStore;
import io.vertx.core.Future;

/**
 * Lets a turn go on from an earlier one of its session. The line the name stands for stays leased, so that turns of one
 * name never run side by side, while the turn runs on a new branch; its commit moves the name there. From the newest turn
 * it is a turn like any other.
 */
final class Forking {
    private final SessionStore store;

    Forking(SessionStore store) {
        this.store = store;
    }

    /** @param line what the session's name stands for, just begun; its lease goes back when the branch cannot begin */
    Future<Opened> onward(Opening opening, Begun line) {
        Integer from = opening.call().request().fromTurn();
        int head = line.lease().version();
        if (from == null || from == head) {
            return Future.succeededFuture(new Opened(line, null));
        }
        if (from > head) {
            return giveBack(line.lease(), noSuchTurn(from, head));
        }
        return store.begin(onBranch(opening, line.lease().session(), from))
                .compose(outcome -> outcome instanceof Begun branch
                        ? Future.succeededFuture(new Opened(branch, line.lease()))
                        : Future.failedFuture(refusal(opening, outcome, from, head)))
                .recover(failure -> giveBack(line.lease(), failure));
    }

    private static BeginTurn onBranch(Opening opening, SessionRef line, int from) {
        SessionRef branch = SessionRef.made(line.tenant());
        return new BeginTurn(branch, opening.nonce(), true, null, null)
                .at(new Place.Line(new Session.Base(line, from)));
    }

    private Future<Opened> giveBack(Lease line, Throwable failure) {
        return store.abort(line).transform(done -> Future.failedFuture(failure));
    }

    private static ChatException refusal(Opening opening, BeginOutcome outcome, int from, int head) {
        return outcome instanceof BeginOutcome.NotFound
                ? noSuchTurn(from, head)
                : Refusals.of(opening.session(), outcome);
    }

    static ChatException noSuchTurn(int from, int head) {
        return new ChatException(
                Kind.INVALID_REQUEST,
                "There is no turn " + from + " to go on from: the newest one is " + head
                        + ", and of a long session the oldest are removed.",
                "fromTurn");
    }
}
