package io.backstory.http;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.dialect.thin.Item;
import io.backstory.dialect.thin.PageQuery;
import io.backstory.dialect.thin.SessionJson;
import io.backstory.store.PageRequest;
import io.backstory.store.SessionStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** Shows and removes what is stored. A session of another tenant and one that never was look the same. */
final class SessionsHandler {
    private final SessionStore store;

    SessionsHandler(SessionStore store) {
        this.store = store;
    }

    void list(RoutingContext context) {
        PageQuery query = query(context, true);
        PageRequest page = new PageRequest(query.limit(), query.after(), query.newestFirst());
        respond(
                context,
                store.list(Exchange.of(context).caller().tenant(), page)
                        .map(found -> SessionJson.sessions(found.sessions(), found.hasMore())));
    }

    void get(RoutingContext context) {
        respond(context, read(context).map(SessionJson::session));
    }

    void items(RoutingContext context) {
        PageQuery query = query(context, false);
        respond(context, read(context).map(found -> {
            int from = found.cut().from();
            return SessionJson.items(query.page(Item.of(found)), turn -> inView(turn, from));
        }));
    }

    void delete(RoutingContext context) {
        SessionRef session = session(context);
        respond(context, store.delete(session).map(deletion -> {
            if (!deletion.existed()) {
                throw notFound(session);
            }
            return SessionJson.deleted(session.id(), deletion.branches());
        }));
    }

    private Future<Session> read(RoutingContext context) {
        SessionRef session = session(context);
        return store.read(session).map(found -> found.orElseThrow(() -> notFound(session)));
    }

    private static boolean inView(Turn turn, int from) {
        return turn.inView() && turn.seq() >= from;
    }

    private static SessionRef session(RoutingContext context) {
        return SessionRef.named(Exchange.of(context).caller().tenant(), context.pathParam("id"));
    }

    private static PageQuery query(RoutingContext context, boolean newestFirst) {
        return PageQuery.parse(
                context.request().getParam("limit"),
                context.request().getParam("after"),
                context.request().getParam("order"),
                newestFirst);
    }

    private static void respond(RoutingContext context, Future<Bytes> body) {
        body.onSuccess(bytes -> context.response()
                        .putHeader("content-type", "application/json")
                        .end(Buffer.buffer(bytes.unsafeArray())))
                .onFailure(context::fail);
    }

    private static ChatException notFound(SessionRef session) {
        return new ChatException(Kind.SESSION_NOT_FOUND, "There is no session " + session.id() + ".", "id");
    }
}
