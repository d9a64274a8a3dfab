package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Stored conversations. A turn is begun, which takes the session's lease, and then committed whole or aborted. A session
 * of another tenant looks exactly like one that does not exist.
 *
 * <p>Every Future completes on the caller's context and fails only with a {@link io.backstory.chat.ChatException} of kind
 * {@code STORE_UNAVAILABLE}; all else is an outcome. What the caller cannot mean, such as turns whose seqs do not follow
 * the lease, is thrown at once.
 */
public interface SessionStore {

    /**
     * Takes the lease; completes when it is held, or when it is known why it cannot be. Writes nothing durable: a session
     * that is created by use is there with its first commit. Begun again with the same nonce, it gives the same lease
     * again. A lease ends after 15 s, but stays good until another turn takes it.
     */
    Future<BeginOutcome> begin(BeginTurn turn);

    /**
     * Lengthens a lease to its full time again, even one that has ended while nobody took the session. Completes with false
     * once somebody has: the commit would be refused.
     */
    Future<Boolean> renew(Lease lease);

    /**
     * Completes with {@code Committed} only after the turns would survive a crash of the machine. Ends the lease, unless
     * the outcome is {@code Unknown} or the Future fails: then the same commit can be repeated.
     */
    Future<CommitOutcome> commit(Lease lease, CommitTurn turn);

    /** Gives the lease back; nothing happens when somebody else holds it by now. */
    Future<Void> abort(Lease lease);

    /** The session as of now, without the turn that may be running; empty when there is none. */
    Future<Optional<Session>> read(SessionRef session);

    /** Completes with true once the session is unreadable for everyone, with false when there was none. */
    Future<Boolean> delete(SessionRef session);

    /**
     * Sessions of a tenant by last use, without their turns. Fails with kind {@code INVALID_CURSOR} when
     * {@link PageRequest#after} names no session.
     */
    Future<SessionPage> list(String tenant, PageRequest page);

    /** Whether a turn can be begun and committed now; the text says why not. */
    Future<Optional<String>> trouble();

    /** Completes when everything committed is safe and files and connections are closed. */
    Future<Void> close();
}
