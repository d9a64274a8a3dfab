package io.backstory.turn;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.ReplyHead;

/**
 * The client's end of a running reply. Called on one context only. The end of the reply is not its business: that is the
 * outcome of {@link TurnService#answer}.
 */
public interface ReplySink {

    /** A provider has begun to answer; nothing was sent to the client before. */
    void started(ReplyHead head);

    void event(ChatEvent event);

    /** Whether events should wait for {@link #onDrained}. False once the client is gone. */
    boolean isFull();

    /** Calls back once when more may be written. */
    void onDrained(Runnable resume);

    /** Calls back once when the client has left before the end; at once when it is gone already. */
    void onGone(Runnable left);
}
