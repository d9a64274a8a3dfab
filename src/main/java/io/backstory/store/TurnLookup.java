package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;

/** How {@link SessionStore#turn} ended. */
public sealed interface TurnLookup {

    /**
     * The stored turn.
     *
     * @param session that owns it, without its turns
     */
    record Found(Session session, Turn turn) implements TurnLookup {}

    /** The turn is being answered and would get this seq. */
    record Running(SessionRef session, int seq) implements TurnLookup {}

    /** There is no such turn: never was, foreign, deleted or trimmed, or erased and asked for by its token. */
    record NotFound() implements TurnLookup {}
}
