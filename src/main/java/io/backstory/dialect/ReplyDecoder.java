package io.backstory.dialect;

import io.backstory.chat.ChatEvent;
import java.util.function.Consumer;

/**
 * Reads one reply, JSON or stream, from bytes cut anywhere. Not thread-safe.
 *
 * <p>Both methods throw {@link io.backstory.chat.ChatException}: of kind {@code UPSTREAM_MALFORMED} for what is no reply
 * of the dialect, or of the kind of the error the provider reported in-band. After that the decoder is done.
 */
public interface ReplyDecoder {

    void feed(byte[] chunk, Consumer<ChatEvent> events);

    /**
     * The connection ended cleanly.
     *
     * @throws io.backstory.chat.ChatException when the reply is not complete: an end without the dialect's terminal
     *     event is a break, never a short answer
     */
    void end(Consumer<ChatEvent> events);
}
