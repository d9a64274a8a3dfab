package io.backstory.turn;

import io.backstory.chat.Answer;
import io.backstory.store.CommitTurn;
import io.backstory.store.Lease;

/** A reply as it will be stored: {@link RecordedTurn} of a session, {@link KeptReply} of a request that only has a key. */
sealed interface Recorded permits RecordedTurn, KeptReply {
    Lease lease();

    /** What is committed; {@code retention} is that of sessions. */
    CommitTurn stored(SessionLimits limits);

    /** What the client gets once it is stored. */
    Answer answer();
}
