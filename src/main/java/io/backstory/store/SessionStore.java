package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Stored conversations. A turn is begun, which takes the session's lease, and then committed whole or aborted. A session
 * of another tenant looks exactly like one that does not exist.
 *
 * <p>Every Future fails only with a {@link io.backstory.chat.ChatException} of kind {@code STORE_UNAVAILABLE}; all else
 * is an outcome.
 */
public interface SessionStore {

    /** Takes the lease; completes when it is held, or when it is known why it cannot be. Writes nothing durable. */
    Future<BeginOutcome> begin(BeginTurn turn);

    /** Completes with {@code Committed} only after the turns would survive a crash of the machine. */
    Future<CommitOutcome> commit(Lease lease, CommitTurn turn);

    /** Gives the lease back; nothing happens when somebody else holds it by now. */
    Future<Void> abort(Lease lease);

    /** The session as of now, running turns left out; empty when there is none. */
    Future<Optional<Session>> read(SessionRef session);

    /** Completes with true once the session is unreadable for everyone, with false when there was none. */
    Future<Boolean> delete(SessionRef session);

    /** Sessions of a tenant, newest use first, without their turns. */
    Future<SessionPage> list(String tenant, PageRequest page);

    /** Whether a turn can be begun and committed now; the text says why not. */
    Future<Optional<String>> trouble();

    /** Completes when everything committed is safe and files and connections are closed. */
    Future<Void> close();
}
