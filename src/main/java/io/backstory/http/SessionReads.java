package io.backstory.http;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Owners;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.SessionStore;
import io.backstory.turn.SessionChanges;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Finds the session a path names: what the name stands for, or, with {@code ?line=own}, the very session it was given to,
 * which is how the turns before a branch took the name stay readable.
 */
final class SessionReads {
    private final SessionStore store;
    private final SessionChanges changes;

    SessionReads(SessionStore store, SessionChanges changes) {
        this.store = store;
        this.changes = changes;
    }

    /** A conversation, and to whom its turns belong. */
    record Found(Session session, Owners owners) {}

    static SessionRef ref(RoutingContext context) {
        return SessionRef.named(Exchange.of(context).caller().tenant(), context.pathParam("id"));
    }

    Future<Session> session(RoutingContext context) {
        SessionRef session = ref(context);
        return isOwnLine(context)
                ? changes.line(session)
                : store.read(session).map(found -> found.orElseThrow(() -> absent(session)));
    }

    Future<Found> withOwners(RoutingContext context) {
        return session(context).compose(found -> changes.owners(found).map(owners -> new Found(found, owners)));
    }

    static boolean isOwnLine(RoutingContext context) {
        @Nullable String line = context.request().getParam("line");
        if (line != null && !line.equals("own") && !line.equals("current")) {
            throw new ChatException(Kind.INVALID_REQUEST, "line must be own or current.", "line");
        }
        return "own".equals(line);
    }

    static ChatException absent(SessionRef session) {
        return new ChatException(Kind.SESSION_NOT_FOUND, "There is no session " + session.id() + ".", "id");
    }
}
