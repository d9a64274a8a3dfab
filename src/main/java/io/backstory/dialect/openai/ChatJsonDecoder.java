package io.backstory.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.ReplyDecoder;
import io.backstory.dialect.StrictJson;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a reply that comes as one JSON body.
 *
 * <p>The message is kept as the provider wrote it, to be sent back byte for byte, without what no provider takes back:
 * null members besides {@code content}, empty arrays, and {@code annotations}, {@code audio} and {@code reasoning}.
 */
final class ChatJsonDecoder implements ReplyDecoder {
    private static final int MAX_BODY = 32 << 20;
    private static final Set<String> NOT_SENT_BACK = Set.of("annotations", "audio", "reasoning");

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Override
    public void feed(byte[] chunk, Consumer<ChatEvent> events) {
        if (chunk.length > MAX_BODY - body.size()) {
            throw ChatWire.malformed("it is too large");
        }
        body.writeBytes(chunk);
    }

    @Override
    public void end(Consumer<ChatEvent> events) {
        Bytes json = Bytes.wrap(body.toByteArray());
        try {
            read(json, StrictJson.tree(json), events);
        } catch (ChatException e) {
            throw e.kind() == Kind.INVALID_JSON ? ChatWire.malformed("it is not valid JSON") : e;
        }
    }

    private static void read(Bytes json, JsonNode tree, Consumer<ChatEvent> events) {
        ChatErrors.throwIfError(tree);
        JsonNode message = tree.path("choices").path(0).path("message");
        if (!message.isObject()) {
            throw ChatWire.malformed("it holds no message");
        }
        events.accept(new ChatEvent.Native(ChatWire.DIALECT, json));
        ChatReply reply = new ChatReply();
        reply.read(tree, "message", events);
        reply.finish(canGoBack(reply, message) ? ownMessage(json) : null, events);
    }

    /** Whether the provider accepts its own message: a refusal alone or a call without an id has to be written anew. */
    private static boolean canGoBack(ChatReply reply, JsonNode message) {
        boolean saysSomething = !message.path("content").asText("").isEmpty()
                || !message.path("content").isEmpty()
                || !message.path("tool_calls").isEmpty();
        return saysSomething && !message.path("refusal").isTextual() && !reply.hasMadeIds();
    }

    private static @Nullable Bytes ownMessage(Bytes json) {
        List<Bytes> choices = StrictJson.elements(member(json, "choices"));
        JsonWriter kept = new JsonWriter().object();
        Map<String, Bytes> members = StrictJson.members(member(choices.get(0), "message"));
        if (!members.containsKey("role")) {
            kept.name("role").value("assistant");
        }
        members.forEach((name, value) -> {
            if (isSentBack(name, value.utf8())) {
                kept.name(name).raw(value);
            }
        });
        return kept.endObject().toBytes();
    }

    private static Bytes member(Bytes object, String name) {
        Bytes value = StrictJson.members(object).get(name);
        return value == null ? Bytes.utf8("null") : value;
    }

    private static boolean isSentBack(String name, String value) {
        boolean empty = value.equals("null") || value.matches("\\[\\s*]");
        return name.equals("content") || (!empty && !NOT_SENT_BACK.contains(name));
    }
}
