package io.backstory.dialect;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.ReplyHead;
import java.util.function.Consumer;

/**
 * Writes one reply. {@link #start} comes first, then the events in order, then exactly one of {@link #done} and
 * {@link #failed}. Each call of {@code out} is one write to the client: a whole event of a stream, or the whole JSON
 * body. Not thread-safe.
 */
public interface ReplyEncoder {

    void start(ReplyHead head, Consumer<Bytes> out);

    /** Whatever tells the client that the reply is complete is held back until {@link #done}. */
    void event(ChatEvent event, Consumer<Bytes> out);

    /** The turn is committed: only now the final marker may leave. */
    void done(Answer answer, Consumer<Bytes> out);

    /** The reply broke after it had begun: the error goes in-band and no final marker follows. Writes nothing for JSON. */
    void failed(ChatException failure, String requestId, Consumer<Bytes> out);
}
