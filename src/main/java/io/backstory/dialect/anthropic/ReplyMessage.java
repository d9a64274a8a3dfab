package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Verbatim;
import io.backstory.dialect.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reply collected as the message a later request sends back. */
final class ReplyMessage {
    private final List<Content> content = new ArrayList<>();
    private final JsonWriter blocks = new JsonWriter().array();
    private @Nullable Bytes exactContent;

    /** Adds a block that {@link BlockReader#isKept} is to be kept, with the bytes to send back. */
    void add(Content block, Bytes json) {
        content.add(block);
        blocks.raw(json);
    }

    /** The {@code content} array as the provider wrote it, where every block of it is kept. */
    void exactContent(Bytes array) {
        exactContent = array;
    }

    ChatEvent.Finished finished(@Nullable String stopReason) {
        boolean callsTools = content.stream().anyMatch(Content.ToolCall.class::isInstance);
        return new ChatEvent.Finished(Wire.finish(stopReason, callsTools), stopReason, message());
    }

    private Message message() {
        if (content.isEmpty()) {
            return new Message(Role.ASSISTANT, List.of(), null);
        }
        JsonWriter json = new JsonWriter().object().name("role").value("assistant");
        json.name("content")
                .raw(exactContent != null ? exactContent : blocks.endArray().toBytes());
        return new Message(
                Role.ASSISTANT,
                content,
                new Verbatim(Wire.DIALECT, json.endObject().toBytes()));
    }
}
