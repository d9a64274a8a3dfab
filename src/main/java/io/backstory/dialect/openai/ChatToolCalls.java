package io.backstory.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.ChatEvent;
import io.backstory.dialect.openai.ChatCallPlaces.Call;
import io.backstory.dialect.openai.ChatCallPlaces.Fragment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts the fragments of tool calls together and in a row.
 *
 * <p>Calls usually come one after another and pass straight through. Where a call begins before the one before it has
 * whole arguments, it waits, since the hub's blocks do not interleave.
 */
final class ChatToolCalls {
    private final ChatCallPlaces places = new ChatCallPlaces();
    private final List<Waiting> calls = new ArrayList<>();
    private final Set<String> custom = new HashSet<>();
    private final ChatBlocks blocks;
    /** Place of the first call that is not closed; it is open when {@code isOpen}. */
    private int current;

    private boolean isOpen;

    ChatToolCalls(ChatBlocks blocks) {
        this.blocks = blocks;
    }

    /** A call and what of its arguments is not told yet. */
    private record Waiting(Call call, StringBuilder arguments) {}

    /** Whether the reply calls any tool. */
    boolean any() {
        return places.any();
    }

    /** Ids of the calls whose tool takes free text instead of JSON arguments. */
    Set<String> custom() {
        return custom;
    }

    /** Whether the server left an id out, so that its own bytes cannot be sent back. */
    boolean madeIds() {
        return places.madeIds();
    }

    /** Takes one element of {@code tool_calls}, a fragment or whole, of a reply with this id. */
    void add(JsonNode json, String replyId, Consumer<ChatEvent> out) {
        Fragment fragment = places.add(json, replyId);
        if (fragment.begins()) {
            calls.add(new Waiting(fragment.call(), new StringBuilder()));
        }
        if (fragment.custom()) {
            custom.add(fragment.call().id());
        }
        append(fragment.call(), fragment.arguments(), out);
    }

    /** Ends every call: text follows, or nothing. */
    void close(Consumer<ChatEvent> out) {
        while (current < calls.size()) {
            open(calls.get(current), out);
            next(out);
        }
    }

    private void append(Call call, String arguments, Consumer<ChatEvent> out) {
        if (call.place() < current) {
            if (!arguments.isBlank()) {
                throw ChatWire.malformed("a tool call goes on after it had ended");
            }
            return;
        }
        calls.get(call.place()).arguments().append(arguments);
        advance(call.place(), out);
        if (call.place() == current && !call.name().isEmpty()) {
            open(calls.get(current), out);
        }
    }

    /** Closes the whole calls before the one that just got a fragment. */
    private void advance(int place, Consumer<ChatEvent> out) {
        while (current < place && calls.get(current).call().isWhole()) {
            open(calls.get(current), out);
            next(out);
        }
    }

    private void open(Waiting waiting, Consumer<ChatEvent> out) {
        Call call = waiting.call();
        if (call.name().isEmpty()) {
            throw ChatWire.malformed("a tool call has no name");
        }
        if (!isOpen) {
            isOpen = true;
            blocks.openCall(call.id(), call.name(), out);
        }
        blocks.arguments(waiting.arguments().toString(), out);
        waiting.arguments().setLength(0);
    }

    private void next(Consumer<ChatEvent> out) {
        blocks.close(out);
        isOpen = false;
        current++;
    }
}
