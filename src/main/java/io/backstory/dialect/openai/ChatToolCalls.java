package io.backstory.dialect.openai;

import static io.backstory.dialect.openai.ChatWire.textOrEmpty;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.ChatEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts the fragments of tool calls together and in a row.
 *
 * <p>A fragment belongs to the call of its {@code index}; a new id there begins another call, because look-alikes leave
 * the index out or always send 0. Calls usually come one after another and pass straight through. Where a call begins
 * before the one before it has whole arguments, it waits, since the hub's blocks do not interleave.
 */
final class ChatToolCalls {
    private static final int MAX_REPLY_ID = 24;

    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Call> byIndex = new HashMap<>();
    private final Set<String> custom = new HashSet<>();
    private final ChatBlocks blocks;
    /** Place of the first call that is not closed; it is open when {@code isOpen}. */
    private int current;

    private boolean isOpen;
    private boolean madeIds;
    private String replyId = "";

    ChatToolCalls(ChatBlocks blocks) {
        this.blocks = blocks;
    }

    private static final class Call {
        final int place;
        String id = "";
        String name = "";
        final StringBuilder waiting = new StringBuilder();
        final JsonEnd arguments = new JsonEnd();

        Call(int place) {
            this.place = place;
        }
    }

    /** Names the reply, which makes the ids unique that a server leaves out. */
    void startedAs(String id) {
        replyId = id.substring(Math.max(0, id.length() - MAX_REPLY_ID));
    }

    /** Whether the reply calls any tool. */
    boolean any() {
        return !calls.isEmpty();
    }

    /** Ids of the calls whose tool takes free text instead of JSON arguments. */
    Set<String> custom() {
        return custom;
    }

    /** Whether the server left an id out, so that its own bytes cannot be sent back. */
    boolean madeIds() {
        return madeIds;
    }

    /** Takes one element of {@code tool_calls}, a fragment or whole. */
    void add(JsonNode fragment, Consumer<ChatEvent> out) {
        boolean isCustom = fragment.path("custom").isObject();
        JsonNode function = fragment.path(isCustom ? "custom" : "function");
        Call call = callOf(fragment, textOrEmpty(function, "name"));
        if (isCustom) {
            custom.add(call.id);
        }
        append(call, arguments(function.path(isCustom ? "input" : "arguments")), out);
    }

    /** Ends every call: text follows, or nothing. */
    void close(Consumer<ChatEvent> out) {
        while (current < calls.size()) {
            open(calls.get(current), out);
            next(out);
        }
    }

    private Call callOf(JsonNode fragment, String name) {
        String id = textOrEmpty(fragment, "id");
        int index = fragment.path("index").isInt() ? fragment.path("index").intValue() : indexOf(id);
        Call call = byIndex.get(index);
        if (call == null || beginsAnother(call, id, name)) {
            call = new Call(calls.size());
            calls.add(call);
            byIndex.put(index, call);
        }
        call.id = call.id.isEmpty() ? id : call.id;
        call.name = call.name.isEmpty() ? name : call.name;
        return call;
    }

    /** The place of a fragment without an index: its call by id, else the latest one. */
    private int indexOf(String id) {
        for (Map.Entry<Integer, Call> known : byIndex.entrySet()) {
            if (!id.isEmpty() && known.getValue().id.equals(id)) {
                return known.getKey();
            }
        }
        return id.isEmpty() ? Math.max(0, calls.size() - 1) : calls.size();
    }

    private static boolean beginsAnother(Call call, String id, String name) {
        boolean otherId = !id.isEmpty() && !call.id.isEmpty() && !id.equals(call.id);
        boolean wholeBefore = id.isEmpty() && !name.isEmpty() && call.arguments.reached();
        return otherId || wholeBefore;
    }

    private static String arguments(JsonNode arguments) {
        return arguments.isTextual() ? arguments.textValue() : arguments.isObject() ? arguments.toString() : "";
    }

    private void append(Call call, String arguments, Consumer<ChatEvent> out) {
        if (call.place < current) {
            if (!arguments.isBlank()) {
                throw ChatWire.malformed("a tool call goes on after it had ended");
            }
            return;
        }
        call.arguments.feed(arguments);
        call.waiting.append(arguments);
        advance(call.place, out);
        if (call.place == current && !call.name.isEmpty()) {
            open(call, out);
        }
    }

    /** Closes the whole calls before the one that just got a fragment. */
    private void advance(int place, Consumer<ChatEvent> out) {
        while (current < place && calls.get(current).arguments.reached()) {
            open(calls.get(current), out);
            next(out);
        }
    }

    private void open(Call call, Consumer<ChatEvent> out) {
        if (call.name.isEmpty()) {
            throw ChatWire.malformed("a tool call has no name");
        }
        if (!isOpen) {
            isOpen = true;
            if (call.id.isEmpty()) {
                call.id = "call_" + replyId + "_" + call.place;
                madeIds = true;
            }
            blocks.openCall(call.id, call.name, out);
        }
        blocks.arguments(call.waiting.toString(), out);
        call.waiting.setLength(0);
    }

    private void next(Consumer<ChatEvent> out) {
        blocks.close(out);
        isOpen = false;
        current++;
    }
}
