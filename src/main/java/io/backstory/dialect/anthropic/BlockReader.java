package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.dialect.StrictJson;
import java.util.Map;
import java.util.function.Consumer;

/** Reads whole blocks of a reply. */
final class BlockReader {
    private BlockReader() {}

    static Content read(Bytes block) {
        Map<String, Bytes> members = StrictJson.members(block);
        String type = Wire.text(members, "type");
        return switch (type) {
            case "text" -> new Content.Text(Wire.text(members, "text"));
            case "thinking" -> thinking(members);
            case "tool_use" -> toolUse(members);
            default -> new Content.Opaque(Wire.DIALECT, type, block);
        };
    }

    private static Content thinking(Map<String, Bytes> members) {
        String signature = Wire.text(members, "signature");
        return new Content.Reasoning(Wire.text(members, "thinking"), signature.isEmpty() ? null : signature);
    }

    private static Content toolUse(Map<String, Bytes> members) {
        Bytes input = members.getOrDefault("input", Bytes.EMPTY);
        return new Content.ToolCall(Wire.text(members, "id"), Wire.text(members, "name"), input.utf8());
    }

    /** Whether a later request may hold it: empty text may not be sent back. */
    static boolean isKept(Content content) {
        if (content instanceof Content.Text text) {
            return !text.text().isBlank();
        }
        return !(content instanceof Content.Reasoning thought)
                || thought.signature() != null
                || !thought.text().isEmpty();
    }

    /** Whether it is of a kind {@link #read} gives. */
    static boolean isOfReply(Content content) {
        return content instanceof Content.Text
                || content instanceof Content.ToolCall
                || content instanceof Content.Reasoning
                || content instanceof Content.Opaque;
    }

    /** The events of one block that arrived whole. */
    static void emit(int block, Content content, Consumer<ChatEvent> events) {
        if (content instanceof Content.Text text) {
            events.accept(new ChatEvent.TextDelta(block, text.text()));
        } else if (content instanceof Content.ToolCall call) {
            events.accept(new ChatEvent.ToolCallStarted(block, call.id(), call.name()));
            events.accept(new ChatEvent.ToolCallDelta(block, call.arguments()));
        } else if (content instanceof Content.Reasoning thought) {
            emitReasoning(block, thought, events);
        } else if (content instanceof Content.Opaque opaque) {
            events.accept(new ChatEvent.OpaqueBlock(block, opaque));
        } else {
            throw new AssertionError("no block of this format: " + content.getClass());
        }
        events.accept(new ChatEvent.BlockEnded(block));
    }

    private static void emitReasoning(int block, Content.Reasoning thought, Consumer<ChatEvent> events) {
        if (!thought.text().isEmpty()) {
            events.accept(new ChatEvent.ReasoningDelta(block, thought.text()));
        }
        if (thought.signature() != null) {
            events.accept(new ChatEvent.ReasoningSigned(block, thought.signature()));
        }
    }
}
