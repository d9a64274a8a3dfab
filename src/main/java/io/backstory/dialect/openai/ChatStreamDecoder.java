package io.backstory.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.dialect.ReplyDecoder;
import io.backstory.dialect.StrictJson;
import io.backstory.sse.SseDecoder;
import io.backstory.sse.SseEvent;
import io.backstory.sse.SseLimitException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads a streamed reply. It is whole with {@code [DONE]}, or at the end of a connection after a finish reason, since
 * some look-alikes leave {@code [DONE]} out; without a finish reason it is broken either way, because proxies write
 * {@code [DONE]} after a failure too.
 */
final class ChatStreamDecoder implements ReplyDecoder {
    private static final byte[] DONE = "[DONE]".getBytes(UTF_8);

    private final SseDecoder sse = new SseDecoder();
    private final ChatReply reply = new ChatReply();
    private boolean done;

    @Override
    public void feed(byte[] chunk, Consumer<ChatEvent> events) {
        if (done) {
            return;
        }
        try {
            sse.feed(chunk, event -> event(event, events));
        } catch (SseLimitException tooLarge) {
            throw ChatWire.malformed("it is too large");
        }
    }

    @Override
    public void end(Consumer<ChatEvent> events) {
        if (done) {
            return;
        }
        if (sse.isMidEvent() || !reply.hasReason()) {
            throw ChatWire.malformed("the stream ended early");
        }
        finish(events);
    }

    private void event(SseEvent event, Consumer<ChatEvent> events) {
        byte[] data = event.unsafeData();
        if (done || data.length == 0) {
            return;
        }
        if (Arrays.equals(data, DONE)) {
            finish(events);
            return;
        }
        Bytes json = Bytes.wrap(data);
        JsonNode chunk = parse(json);
        if (event.event().equals("error")) {
            throw ChatErrors.inBand(chunk.has("error") ? chunk.path("error") : chunk);
        }
        ChatErrors.throwIfError(chunk);
        events.accept(new ChatEvent.Native(ChatWire.DIALECT, json));
        reply.read(chunk, "delta", events);
    }

    private void finish(Consumer<ChatEvent> events) {
        done = true;
        reply.finish(null, events);
    }

    private static JsonNode parse(Bytes json) {
        try {
            JsonNode chunk = StrictJson.tree(json);
            if (chunk.isObject()) {
                return chunk;
            }
        } catch (ChatException notJson) {
            throw ChatWire.malformed("an event of the stream is not valid JSON");
        }
        throw ChatWire.malformed("an event of the stream is no JSON object");
    }
}
