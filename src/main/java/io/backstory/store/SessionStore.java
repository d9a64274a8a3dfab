package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Stored conversations. A turn is begun, which takes the session's lease, and then committed whole or aborted. A session
 * of another tenant looks exactly like one that does not exist.
 *
 * <p>A name stands for its current branch while that branch is there, else for the session it was given to; one step
 * only, so the names of branches are names of their own.
 *
 * <p>Every Future completes on the caller's context and fails only with a {@link io.backstory.chat.ChatException} of kind
 * {@code STORE_UNAVAILABLE}, unless said otherwise; all else is an outcome. What the caller cannot mean, such as turns
 * whose seqs do not follow the lease, is thrown at once.
 */
public interface SessionStore {

    /**
     * Takes the lease; completes when it is held, or when it is known why it cannot be. Writes nothing durable: a session
     * that is created by use is there with its first commit. Begun again with the same nonce, it gives the same lease
     * again. A lease ends after 15 s, but stays good until another turn takes it. Fails with kind {@code INVALID_REQUEST}
     * where a branch would have more than 64 bases below one another.
     */
    Future<BeginOutcome> begin(BeginTurn turn);

    /** Lengthens a lease to its full time again, even one that has ended while nobody took the session. */
    Future<Renewal> renew(Lease lease);

    /**
     * Completes with {@code Committed} only after the turns would survive a crash of the machine. Ends the lease, unless
     * the outcome is {@code Unknown} or the Future fails: then the same commit can be repeated.
     *
     * <p>A session lives at least as long as its branches, and a name as long as the branch it stands for: a commit
     * lengthens the lives of the bases and the name where they would end earlier, and shortens none below that of a branch.
     */
    Future<CommitOutcome> commit(Lease lease, CommitTurn turn);

    /** Gives the lease back; nothing happens when somebody else holds it by now. */
    Future<Void> abort(Lease lease);

    /**
     * What the session's name stands for as of now, without the turn that may be running; empty when there is none. With a
     * branch come the turns of its bases.
     */
    Future<Optional<Session>> read(SessionRef session);

    /**
     * One turn, without reading the others. A turn whose content was erased is found by its number, and no more by its
     * token.
     */
    Future<TurnLookup> turn(TurnName name);

    /**
     * The very session, wherever its name has moved, and then all that branched from it, of whatever depth, oldest first;
     * without turns. Empty when there is no such session.
     */
    Future<Optional<List<Session>>> branches(SessionRef session);

    /**
     * Asks for a turn to be stopped: its holder hears it from {@link #renew}. False when it does not run, as a turn named
     * by its token or its number may have ended meanwhile, and its successor is not meant.
     */
    Future<Boolean> interrupt(TurnName turn);

    /**
     * Completes once the very session and every branch of it, of whatever depth, is unreadable for everyone; a branch whose
     * first turn is still running comes to nothing. A name that stood for one of them stands for its own session again.
     */
    Future<Deletion> delete(SessionRef session);

    /**
     * Sessions of a tenant by last use, without their turns and without branches. A commit to the branch that a name stands
     * for is a use of the name's session too, and a running turn shows as one of it. Fails with kind
     * {@code INVALID_CURSOR} when {@link PageRequest#after} names no session.
     */
    Future<SessionPage> list(String tenant, PageRequest page);

    /** Whether a turn can be begun and committed now; the text says why not. */
    Future<Optional<String>> trouble();

    /** Completes when everything committed is safe and files and connections are closed. */
    Future<Void> close();
}
