package io.backstory.http;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Owners;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.dialect.thin.AnswerJson;
import io.backstory.dialect.thin.SessionJson;
import io.backstory.store.SessionStore;
import io.backstory.store.TurnLookup;
import io.backstory.store.TurnName;
import io.backstory.turn.SessionChanges;
import io.backstory.turn.StoredAnswer;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.regex.Pattern;

/** Answers a turn again, for a client whose connection was lost before the answer was there. */
final class StoredTurnsHandler {
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final String LAST = "last";
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final SessionStore store;
    private final SessionReads reads;

    StoredTurnsHandler(SessionStore store, SessionChanges changes) {
        this.store = store;
        this.reads = new SessionReads(store, changes);
    }

    void get(RoutingContext context) {
        SessionRef session = SessionReads.ref(context);
        String turn = context.pathParam("turn");
        if (!turn.equals(LAST) && !NUMBER.matcher(turn).matches()) {
            throw new ChatException(Kind.INVALID_REQUEST, "A turn is a number from 1, or last.", "turn");
        }
        if (SessionReads.isOwnLine(context)) {
            BodyAnswer.send(context, OK, ofOwnLine(context, session, turn));
        } else {
            named(context, session, turn);
        }
    }

    private void named(RoutingContext context, SessionRef session, String turn) {
        TurnName name = turn.equals(LAST)
                ? new TurnName.Newest(session)
                : new TurnName.Numbered(session, Integer.parseInt(turn));
        store.turn(name)
                .onSuccess(found -> {
                    if (found instanceof TurnLookup.Running running) {
                        BodyAnswer.send(context, ACCEPTED, Future.succeededFuture(SessionJson.running(running.seq())));
                    } else {
                        BodyAnswer.send(context, OK, body(session, turn, found));
                    }
                })
                .onFailure(context::fail);
    }

    private Future<Bytes> body(SessionRef session, String turn, TurnLookup lookup) {
        return lookup instanceof TurnLookup.Found found
                ? Future.succeededFuture()
                        .map(none -> json(session, turn, found.session().ref(), found.turn()))
                : store.branches(session).map(known -> {
                    throw known.isEmpty() ? SessionReads.absent(session) : absent(turn);
                });
    }

    private Future<Bytes> ofOwnLine(RoutingContext context, SessionRef session, String turn) {
        return reads.withOwners(context).map(found -> {
            Turn stored = stored(found.session(), turn);
            Owners owners = found.owners();
            return json(session, turn, owners.of(stored.seq()), stored);
        });
    }

    private static Turn stored(Session session, String turn) {
        List<Turn> turns = session.turns();
        if (turn.equals(LAST) && !turns.isEmpty()) {
            return turns.get(turns.size() - 1);
        }
        return turns.stream()
                .filter(it -> Integer.toString(it.seq()).equals(turn))
                .findFirst()
                .orElseThrow(() -> absent(turn));
    }

    private static Bytes json(SessionRef session, String turn, SessionRef owner, Turn stored) {
        return StoredAnswer.of(session.id(), owner, stored).map(AnswerJson::of).orElseThrow(() -> absent(turn));
    }

    private static ChatException absent(String turn) {
        return new ChatException(
                Kind.RESPONSE_NOT_FOUND,
                turn.equals(LAST) ? "The session has no turn yet." : "There is no answer of turn " + turn + ".",
                "turn");
    }
}
