package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Message;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Tool;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The {@code cache_control} markers of a request, of which there may be four. They are no part of what the provider's cache
 * or its check of thinking blocks compares.
 *
 * <p>A client's are taken out of messages that have become history: a session whose client marks every new message would
 * be refused from its fifth turn on. Where the client sets none, the gateway sets up to three: behind the
 * instructions, which outlive every cut; by the member of the request itself, behind the newest block; and behind the
 * history where the turn brings so much that the provider, which looks back no more than 20 blocks from a marker, would not
 * find the prompt before.
 */
final class CacheMarkers {
    /** With the blocks of the reply between, safely below 20. */
    private static final int FEW_BLOCKS = 12;

    static final String NAME = "cache_control";
    static final Bytes MARKER = Bytes.utf8("{\"type\":\"ephemeral\"}");
    private static final Bytes MEMBER = Bytes.utf8(",\"" + NAME + "\":{\"type\":\"ephemeral\"}");
    private static final String IN_BODY = '"' + NAME + '"';

    private CacheMarkers() {}

    /** Whether the client sets markers in what is new, and so sees to its cache itself. */
    static boolean areIn(ChatRequest request) {
        NativeOptions own = request.options().nativeOptions();
        return (own.dialect().equals(Wire.DIALECT) && own.members().containsKey(NAME))
                || areIn(request.instructions())
                || areIn(request.input())
                || request.tools().stream()
                        .map(Tool::verbatim)
                        .anyMatch(written ->
                                written != null && written.json().utf8().contains(IN_BODY));
    }

    private static boolean areIn(List<Message> messages) {
        return messages.stream()
                .map(Wire::verbatim)
                .anyMatch(written -> written != null && written.utf8().contains(IN_BODY));
    }

    static boolean looksTooFarBack(List<Message> input) {
        return input.stream().mapToInt(message -> message.content().size()).sum() > FEW_BLOCKS;
    }

    /** Messages with a marker on their last block; as they are where that is no object. */
    static Bytes behind(Bytes messages) {
        return inserted(messages, "}]}");
    }

    /** An array of blocks with a marker on the last one. */
    static Bytes behindLast(Bytes blocks) {
        return inserted(blocks, "}]");
    }

    private static Bytes inserted(Bytes json, String end) {
        int at = json.length() - end.length();
        byte[] source = json.unsafeArray();
        for (int i = 0; i < end.length(); i++) {
            if (at < 0 || source[at + i] != end.charAt(i)) {
                return json;
            }
        }
        byte[] marked = Arrays.copyOf(source, source.length + MEMBER.length());
        MEMBER.copyTo(marked, at);
        System.arraycopy(source, at, marked, at + MEMBER.length(), end.length());
        return Bytes.wrap(marked);
    }

    static Bytes strip(Bytes message) {
        return message.utf8().contains(IN_BODY) ? stripObject(message) : message;
    }

    /** Descends into {@code content} alone: a tool's input may have a member of any name. */
    private static Bytes stripObject(Bytes object) {
        JsonWriter json = new JsonWriter(object.length()).object();
        for (Map.Entry<String, Bytes> member : StrictJson.members(object).entrySet()) {
            if (!member.getKey().equals(NAME)) {
                json.name(member.getKey()).raw(stripContent(member.getKey(), member.getValue()));
            }
        }
        return json.endObject().toBytes();
    }

    private static Bytes stripContent(String name, Bytes value) {
        if (!name.equals("content") || !Wire.isArray(value)) {
            return value;
        }
        JsonWriter json = new JsonWriter(value.length()).array();
        for (Bytes element : StrictJson.elements(value)) {
            json.raw(Wire.isObject(element) ? stripObject(element) : element);
        }
        return json.endArray().toBytes();
    }
}
