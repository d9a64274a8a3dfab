package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.dialect.ReplyDecoder;
import io.backstory.dialect.StrictJson;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads a reply that is one JSON body, once all of it is there. */
final class JsonDecoder implements ReplyDecoder {
    static final int MAX_BODY = 32 << 20;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Override
    public void feed(byte[] chunk, Consumer<ChatEvent> events) {
        if (chunk.length > MAX_BODY - body.size()) {
            throw Wire.malformed("it is longer than " + MAX_BODY + " bytes.");
        }
        body.write(chunk, 0, chunk.length);
    }

    @Override
    public void end(Consumer<ChatEvent> events) {
        Bytes json = Bytes.wrap(body.toByteArray());
        try {
            read(json, StrictJson.members(json), events);
        } catch (ChatException e) {
            throw StreamDecoder.asMalformed(e);
        }
    }

    private static void read(Bytes json, Map<String, Bytes> members, Consumer<ChatEvent> events) {
        if (Wire.text(members, "type").equals("error")) {
            throw ProviderError.read(json).toException();
        }
        Bytes content = members.get("content");
        if (content == null || !Wire.isArray(content)) {
            throw Wire.malformed("it has no content.");
        }
        events.accept(new ChatEvent.Native(Wire.DIALECT, json));
        events.accept(new ChatEvent.Started(Wire.text(members, "id"), Wire.text(members, "model")));
        ReplyMessage message = readContent(content, events);
        Bytes usage = members.get("usage");
        if (usage != null && Wire.isObject(usage)) {
            events.accept(new ChatEvent.UsageReported(new UsageOverlay().add(usage)));
        }
        String stopReason = Wire.text(members, "stop_reason");
        events.accept(message.finished(stopReason.isEmpty() ? null : stopReason));
    }

    private static ReplyMessage readContent(Bytes array, Consumer<ChatEvent> events) {
        ReplyMessage message = new ReplyMessage();
        List<Bytes> blocks = StrictJson.elements(array);
        int opened = 0;
        for (Bytes block : blocks) {
            Content content = BlockReader.read(block);
            if (BlockReader.isKept(content)) {
                message.add(content, block);
                BlockReader.emit(opened++, content, events);
            }
        }
        if (opened == blocks.size()) {
            message.exactContent(array);
        }
        return message;
    }
}
