package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.Turn;
import java.time.Duration;

/** How {@link SessionStore#begin} ended. */
public sealed interface BeginOutcome {

    /**
     * The lease is held.
     *
     * @param session with every committed turn, or, when {@code onlyNewer}, with the turns after the cached version
     */
    record Begun(Lease lease, Session session, BeginTurn.Cached state, boolean onlyNewer) implements BeginOutcome {}

    /** The request was answered before, by this turn. */
    record Replay(Turn turn) implements BeginOutcome {}

    /** The same request is being answered; its lease ends at the latest after {@code remaining}. */
    record InProgress(Duration remaining) implements BeginOutcome {}

    /** The idempotency key belongs to another request. */
    record KeyReused() implements BeginOutcome {}

    /** Another turn runs and its lease ends at the latest after {@code remaining}. */
    record Busy(Duration remaining) implements BeginOutcome {}

    /** The expected version is not the session's. */
    record NotHead(int version) implements BeginOutcome {}

    /**
     * The answer to go on from is not the head, or the head is being answered: the same turn is to begin on a branch.
     *
     * @param branch id of the branch, which may exist already
     */
    record Fork(String branch, Session.Base base) implements BeginOutcome {}

    /** There is no such session and it was not to be created, or no such answer, or its base is gone. */
    record NotFound() implements BeginOutcome {}

    /** The store holds less than it had acknowledged: a failover or a restore lost something. */
    record Regressed() implements BeginOutcome {}
}
