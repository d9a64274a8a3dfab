package io.backstory.dialect;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.TurnRequest;

/** One inbound API, seen from the gateway. Stateless and thread-safe. */
public interface DoorDialect {

    /**
     * Reads a request body.
     *
     * @throws ChatException of a 4xx kind, with the field at fault
     */
    TurnRequest read(Bytes body);

    /**
     * The request as it is answered, once it is known whether a session is named: the name may stand outside the body.
     *
     * @throws ChatException when the door cannot do without a session, or cannot remember what is asked
     */
    TurnRequest settle(TurnRequest request);

    /** Whether a turn that meets another one of its session waits; else it is refused at once. */
    default boolean queuesTurns() {
        return false;
    }

    /** A fresh encoder for the reply to {@code request}: a stream or one JSON body, as it asks. */
    ReplyEncoder encoder(TurnRequest request);

    /** An error in the door's own shape. */
    ErrorReply error(ChatException failure, String requestId);
}
