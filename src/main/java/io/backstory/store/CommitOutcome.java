package io.backstory.store;

/** How {@link SessionStore#commit} ended. */
public sealed interface CommitOutcome {

    /** Stored; {@code version} is the seq of the newest turn. A repeated commit of the same turn answers the same. */
    record Committed(int version) implements CommitOutcome {}

    /** Another try of the same request was faster: turn {@code seq} is its answer, and nothing was stored now. */
    record Superseded(int seq) implements CommitOutcome {}

    /** Somebody else holds the session, or it was deleted: nothing was stored. */
    record Fenced() implements CommitOutcome {}

    /** The session has moved on: nothing was stored. */
    record Conflict() implements CommitOutcome {}

    /** It cannot be told whether the turns were stored. */
    record Unknown() implements CommitOutcome {}
}
