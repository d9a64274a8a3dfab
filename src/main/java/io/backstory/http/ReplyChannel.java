package io.backstory.http;

import io.backstory.chat.Answer;
import io.backstory.chat.ChatException;
import io.backstory.turn.ReplySink;

/** How one reply leaves the gateway, to its end. */
interface ReplyChannel extends ReplySink {

    /** The turn is committed: the reply is completed. */
    void done(Answer answer);

    /** The turn failed. False when nothing has been sent yet, so that an ordinary error response is still possible. */
    boolean failed(ChatException failure);
}
