package io.backstory.http;

import io.backstory.access.Caller;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.ResponseToken;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.dialect.thin.Erasure;
import io.backstory.dialect.thin.SessionBodies;
import io.backstory.dialect.thin.SessionJson;
import io.backstory.turn.SessionChanges;
import io.backstory.turn.TurnService;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The part of the sessions API that changes what is stored, or stops what runs. */
final class SessionChangesHandler {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int ACCEPTED = 202;

    private final TurnService turns;
    private final SessionChanges changes;
    private final SessionReads reads;

    SessionChangesHandler(TurnService turns, SessionReads reads) {
        this.turns = turns;
        this.changes = turns.sessions();
        this.reads = reads;
    }

    void create(RoutingContext context) {
        Caller caller = Exchange.of(context).caller();
        SessionBodies.Creation asked = SessionBodies.creation(BodyAnswer.sent(context));
        SessionRef session = named(caller, asked.id());
        made(context, session, changes.create(session, asked.settings(), caller::mayUse));
    }

    void patch(RoutingContext context) {
        Caller caller = Exchange.of(context).caller();
        SessionRef session = SessionReads.ref(context);
        UnaryOperator<SessionSettings> patch = SessionBodies.patch(BodyAnswer.sent(context));
        BodyAnswer.send(
                context,
                OK,
                changes.change(session, patch, caller::mayUse)
                        .map(changed -> SessionJson.session(session.id(), changed)));
    }

    void fork(RoutingContext context) {
        SessionRef session = SessionReads.ref(context);
        SessionBodies.Fork asked = SessionBodies.fork(BodyAnswer.sent(context));
        SessionRef other = named(Exchange.of(context).caller(), asked.id());
        made(
                context,
                other,
                asked.independent()
                        ? changes.copy(session, other, asked.fromTurn())
                        : changes.branch(session, other, asked.fromTurn()));
    }

    void interrupt(RoutingContext context) {
        SessionRef session = SessionReads.ref(context);
        SessionBodies.empty(BodyAnswer.sent(context));
        BodyAnswer.send(
                context,
                ACCEPTED,
                turns.interrupt(session)
                        .compose(stopping -> stopping
                                ? Future.succeededFuture(SessionJson.stopping(session.id()))
                                : reads.session(context).map(found -> {
                                    throw idle(found);
                                })));
    }

    /** The item must be part of the conversation the path names; it is taken out where it is stored. */
    void erase(RoutingContext context) {
        String item = context.pathParam("item");
        ResponseToken token = Erasure.turnOf(item).orElseThrow(() -> absent(item));
        BodyAnswer.send(
                context, OK, reads.withOwners(context).compose(found -> erased(owner(found, token, item), item)));
    }

    private Future<Bytes> erased(SessionRef owner, String item) {
        List<String> also = new ArrayList<>();
        return changes.replace(owner, own -> {
                    Erasure erasure = Erasure.of(owner, own, item).orElseThrow(() -> absent(item));
                    also.addAll(erasure.also());
                    return erasure.replaced();
                })
                .map(done -> SessionJson.erased(item, also));
    }

    private static SessionRef owner(SessionReads.Found found, ResponseToken token, String item) {
        SessionRef owner = found.owners().of(token.seq());
        boolean known = owner.key().equals(token.sessionKey())
                && found.session()
                        .turn(token.seq())
                        .filter(turn -> turn.nonce() == token.nonce())
                        .isPresent();
        if (!known) {
            throw absent(item);
        }
        return owner;
    }

    private static SessionRef named(Caller caller, @Nullable String id) {
        return id == null ? SessionRef.made(caller.tenant()) : SessionRef.named(caller.tenant(), id);
    }

    private static void made(RoutingContext context, SessionRef session, Future<Session> making) {
        BodyAnswer.send(context, CREATED, making.map(made -> SessionJson.session(session.id(), made)));
    }

    private static ChatException idle(Session session) {
        return new ChatException(Kind.TURN_CONFLICT, "No turn of the session is running.", "id")
                .withCurrentTurn(session.version());
    }

    private static ChatException absent(String item) {
        return new ChatException(Kind.ITEM_NOT_FOUND, "There is no item " + item + ".", "itemId");
    }
}
