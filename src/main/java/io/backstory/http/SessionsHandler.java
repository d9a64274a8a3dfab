package io.backstory.http;

import io.backstory.chat.Bytes;
import io.backstory.chat.SessionRef;
import io.backstory.dialect.thin.Item;
import io.backstory.dialect.thin.PageQuery;
import io.backstory.dialect.thin.SessionExport;
import io.backstory.dialect.thin.SessionJson;
import io.backstory.store.PageRequest;
import io.backstory.store.SessionStore;
import io.backstory.turn.SessionChanges;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Shows and removes what is stored. A session of another tenant and one that never was look the same. */
final class SessionsHandler {
    private final SessionStore store;
    private final SessionReads reads;

    SessionsHandler(SessionStore store, SessionChanges changes) {
        this.store = store;
        this.reads = new SessionReads(store, changes);
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
        String id = context.pathParam("id");
        respond(context, reads.session(context).map(found -> SessionJson.session(id, found)));
    }

    void branches(RoutingContext context) {
        SessionRef session = SessionReads.ref(context);
        respond(
                context,
                store.branches(session)
                        .map(found -> SessionJson.branches(found.orElseThrow(() -> SessionReads.absent(session)))));
    }

    void items(RoutingContext context) {
        PageQuery query = query(context, false);
        respond(
                context,
                reads.withOwners(context)
                        .map(found -> SessionJson.items(
                                query.page(Item.of(found.session(), found.owners())), found.session()::shows)));
    }

    void export(RoutingContext context) {
        String id = context.pathParam("id");
        reads.withOwners(context)
                .onSuccess(found -> LinesAnswer.send(
                        context, "application/x-ndjson", new SessionExport(id, found.session(), found.owners())))
                .onFailure(context::fail);
    }

    void delete(RoutingContext context) {
        SessionRef session = SessionReads.ref(context);
        respond(context, store.delete(session).map(deletion -> {
            if (!deletion.existed()) {
                throw SessionReads.absent(session);
            }
            return SessionJson.deleted(session.id(), deletion.branches());
        }));
    }

    private static PageQuery query(RoutingContext context, boolean newestFirst) {
        return PageQuery.parse(
                context.request().getParam("limit"),
                context.request().getParam("after"),
                context.request().getParam("order"),
                newestFirst);
    }

    private static void respond(RoutingContext context, Future<Bytes> body) {
        BodyAnswer.send(context, 200, body);
    }
}
