package io.backstory.upstream;

import io.backstory.chat.ChatException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** The bytes of a successful reply and what can be done to the call they belong to. */
interface ReplyBody {

    /** Paused, with no handlers set. */
    ReadStream<Buffer> bytes();

    /** Breaks the call off; the rest of the bytes is not wanted. */
    void reset();

    /** What the client is told when reading or decoding failed like this. */
    ChatException failure(Throwable cause);
}
