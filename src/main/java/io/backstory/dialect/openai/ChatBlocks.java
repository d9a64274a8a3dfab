package io.backstory.dialect.openai;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.dialect.Surrogates;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Numbers, opens and closes the blocks of one reply and keeps what they held. A block is open until something else
 * begins, since the wire does not say where one ends.
 */
final class ChatBlocks {
    private enum Type {
        NONE,
        TEXT,
        REFUSAL,
        REASONING,
        CALL
    }

    private final List<Content> content = new ArrayList<>();
    private final StringBuilder held = new StringBuilder();
    private Type open = Type.NONE;
    private String half = "";
    private String callId = "";
    private String callName = "";

    void text(String delta, Consumer<ChatEvent> out) {
        String whole = append(Type.TEXT, delta, out);
        if (!whole.isEmpty()) {
            out.accept(new ChatEvent.TextDelta(content.size(), whole));
        }
    }

    void refusal(String delta, Consumer<ChatEvent> out) {
        String whole = append(Type.REFUSAL, delta, out);
        if (!whole.isEmpty()) {
            out.accept(new ChatEvent.RefusalDelta(content.size(), whole));
        }
    }

    void reasoning(String delta, Consumer<ChatEvent> out) {
        String whole = append(Type.REASONING, delta, out);
        if (!whole.isEmpty()) {
            out.accept(new ChatEvent.ReasoningDelta(content.size(), whole));
        }
    }

    void openCall(String id, String name, Consumer<ChatEvent> out) {
        close(out);
        open = Type.CALL;
        callId = id;
        callName = name;
        out.accept(new ChatEvent.ToolCallStarted(content.size(), id, name));
    }

    void arguments(String delta, Consumer<ChatEvent> out) {
        String whole = append(Type.CALL, delta, out);
        if (!whole.isEmpty()) {
            out.accept(new ChatEvent.ToolCallDelta(content.size(), whole));
        }
    }

    void close(Consumer<ChatEvent> out) {
        if (open != Type.NONE) {
            out.accept(new ChatEvent.BlockEnded(content.size()));
            content.add(closed(held.toString()));
            held.setLength(0);
            half = "";
            open = Type.NONE;
        }
    }

    /** The closed blocks in order. */
    List<Content> content() {
        return content;
    }

    /** The part of a delta that can leave: half of a character waits for the other half. */
    private String append(Type wanted, String delta, Consumer<ChatEvent> out) {
        if (delta.isEmpty()) {
            return "";
        }
        if (open != wanted) {
            close(out);
            open = wanted;
        }
        String text = half + delta;
        int end = text.length() - (Surrogates.endsInHalf(text) ? 1 : 0);
        half = text.substring(end);
        String whole = Surrogates.repaired(text.substring(0, end));
        held.append(whole);
        return whole;
    }

    private Content closed(String text) {
        return switch (open) {
            case TEXT -> new Content.Text(text);
            case REFUSAL -> new Content.Refusal(text);
            case REASONING -> new Content.Reasoning(text, null);
            case CALL -> new Content.ToolCall(callId, callName, text);
            case NONE -> throw new AssertionError("no block is open");
        };
    }
}
