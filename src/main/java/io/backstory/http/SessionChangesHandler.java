package io.backstory.http;

import io.backstory.access.Caller;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.dialect.thin.SessionBodies;
import io.backstory.dialect.thin.SessionJson;
import io.backstory.turn.SessionChanges;
import io.vertx.ext.web.RoutingContext;
import java.util.function.UnaryOperator;

/** The part of the sessions API that changes what is stored. */
final class SessionChangesHandler {
    private static final int OK = 200;
    private static final int CREATED = 201;

    private final SessionChanges changes;

    SessionChangesHandler(SessionChanges changes) {
        this.changes = changes;
    }

    void create(RoutingContext context) {
        Caller caller = Exchange.of(context).caller();
        SessionBodies.Creation asked = SessionBodies.creation(BodyAnswer.sent(context));
        SessionRef session =
                asked.id() == null ? SessionRef.made(caller.tenant()) : new SessionRef(caller.tenant(), asked.id());
        BodyAnswer.send(
                context,
                CREATED,
                changes.create(session, asked.settings(), caller::mayUse)
                        .map(made -> SessionJson.session(session.id(), made)));
    }

    void patch(RoutingContext context) {
        Caller caller = Exchange.of(context).caller();
        SessionRef session = SessionsHandler.session(context);
        UnaryOperator<SessionSettings> patch = SessionBodies.patch(BodyAnswer.sent(context));
        BodyAnswer.send(
                context,
                OK,
                changes.change(session, patch, caller::mayUse)
                        .map(changed -> SessionJson.session(session.id(), changed)));
    }
}
