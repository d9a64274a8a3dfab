package io.backstory.dialect.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A block of a stream while its pieces come. Its bytes to send back are those of its start with the grown members
 * replaced; a tool's input is the model's own text.
 */
final class OpenBlock {
    private final int index;
    private final int number;
    private final String type;
    private final Map<String, Bytes> members;
    private final Map<String, StringBuilder> grown = new LinkedHashMap<>();
    private final JsonWriter citations = new JsonWriter().array();
    private boolean cited;

    /**
     * @param index place of the block on the wire
     * @param number place among the blocks the hub sees
     */
    OpenBlock(int index, int number, Bytes start, Consumer<ChatEvent> events) {
        this.index = index;
        this.number = number;
        this.members = StrictJson.members(start);
        this.type = Wire.text(members, "type");
        if (type.equals("tool_use")) {
            events.accept(new ChatEvent.ToolCallStarted(number, Wire.text(members, "id"), Wire.text(members, "name")));
        } else {
            grow("text", Wire.text(members, "text"), events);
            grow("thinking", Wire.text(members, "thinking"), events);
        }
    }

    int index() {
        return index;
    }

    void delta(JsonNode delta, Bytes data, Consumer<ChatEvent> events) {
        switch (delta.path("type").asText("")) {
            case "text_delta" -> grow("text", delta.path("text").asText(""), events);
            case "thinking_delta" -> grow("thinking", delta.path("thinking").asText(""), events);
            case "signature_delta" ->
                append("signature", delta.path("signature").asText(""));
            case "input_json_delta" -> grow("input", delta.path("partial_json").asText(""), events);
            case "citations_delta" -> cite(data);
            default -> {}
        }
    }

    /** Ends the block; false when nothing of it is worth keeping and the hub never saw it. */
    boolean close(ReplyMessage message, Consumer<ChatEvent> events) {
        Bytes json = json();
        Content content = content(json);
        showInputOfStart(content, events);
        boolean shown = type.equals("tool_use") || grown.values().stream().anyMatch(text -> text.length() > 0);
        if (BlockReader.isKept(content)) {
            message.add(content, json);
        } else if (!shown) {
            return false;
        }
        if (content instanceof Content.Reasoning thought && thought.signature() != null) {
            events.accept(new ChatEvent.ReasoningSigned(number, thought.signature()));
        } else if (content instanceof Content.Opaque opaque) {
            events.accept(new ChatEvent.OpaqueBlock(number, opaque));
        }
        events.accept(new ChatEvent.BlockEnded(number));
        return true;
    }

    /** Input that came with the start of the block, not in pieces. */
    private void showInputOfStart(Content content, Consumer<ChatEvent> events) {
        if (content instanceof Content.ToolCall call
                && !grown.containsKey("input")
                && !call.arguments().equals("{}")) {
            events.accept(new ChatEvent.ToolCallDelta(number, call.arguments()));
        }
    }

    private void grow(String member, String piece, Consumer<ChatEvent> events) {
        if (piece.isEmpty()) {
            return;
        }
        append(member, piece);
        if (type.equals("text") && member.equals("text")) {
            events.accept(new ChatEvent.TextDelta(number, piece));
        } else if (type.equals("thinking") && member.equals("thinking")) {
            events.accept(new ChatEvent.ReasoningDelta(number, piece));
        } else if (type.equals("tool_use") && member.equals("input")) {
            events.accept(new ChatEvent.ToolCallDelta(number, piece));
        }
    }

    private void append(String member, String piece) {
        grown.computeIfAbsent(member, none -> new StringBuilder()).append(piece);
    }

    private void cite(Bytes data) {
        Bytes delta = StrictJson.members(data).get("delta");
        Bytes citation = delta == null ? null : StrictJson.members(delta).get("citation");
        if (citation != null) {
            cited = true;
            citations.raw(citation);
        }
    }

    private Content content(Bytes json) {
        Content content = BlockReader.read(json);
        if (content instanceof Content.ToolCall call) {
            StringBuilder input = grown.get("input");
            return input == null ? call : new Content.ToolCall(call.id(), call.name(), input.toString());
        }
        return content;
    }

    private Bytes json() {
        Map<String, Bytes> whole = new LinkedHashMap<>(members);
        grown.forEach((name, text) -> whole.put(name, value(name, text.toString())));
        if (cited) {
            whole.put("citations", citations.endArray().toBytes());
        }
        JsonWriter json = new JsonWriter().object();
        whole.forEach((name, value) -> json.name(name).raw(value));
        return json.endObject().toBytes();
    }

    private static Bytes value(String name, String text) {
        return name.equals("input")
                ? ToolInput.object(text)
                : new JsonWriter().value(text).toBytes();
    }
}
