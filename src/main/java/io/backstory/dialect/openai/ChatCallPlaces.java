package io.backstory.dialect.openai;

import static io.backstory.dialect.openai.ChatWire.textOrEmpty;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells which call of a reply a fragment belongs to, the same for what is stored and for what is passed on.
 *
 * <p>It is the call of its {@code index}; a new id there begins another call, because look-alikes leave the index out or
 * always send 0. A call whose first fragment has no id is given one.
 */
final class ChatCallPlaces {
    private static final int MAX_REPLY_ID = 24;

    private final List<Call> calls = new ArrayList<>();
    private final Map<Integer, Call> byIndex = new HashMap<>();

    /** A call, numbered in the order the calls began. */
    static final class Call {
        private final int place;
        private final String id;
        private final boolean madeId;
        private final JsonEnd arguments = new JsonEnd();
        private String name = "";

        private Call(int place, String id, boolean madeId) {
            this.place = place;
            this.id = id;
            this.madeId = madeId;
        }

        int place() {
            return place;
        }

        String id() {
            return id;
        }

        /** Empty until a fragment gives it. */
        String name() {
            return name;
        }

        /** Whether the arguments are a whole JSON value. */
        boolean isWhole() {
            return arguments.reached();
        }
    }

    /**
     * An element of {@code tool_calls}.
     *
     * @param begins whether it is the first one of its call
     * @param names whether it gives its call the name
     */
    record Fragment(Call call, boolean custom, String arguments, boolean begins, boolean names) {}

    /** Whether any id is not the server's own, so that its own bytes cannot be sent back. */
    boolean madeIds() {
        return calls.stream().anyMatch(call -> call.madeId);
    }

    boolean any() {
        return !calls.isEmpty();
    }

    /**
     * Takes an element of {@code tool_calls}, a fragment or whole.
     *
     * @param replyId the reply's own id, which makes unique the ids that are made here
     */
    Fragment add(JsonNode json, String replyId) {
        boolean custom = json.path("custom").isObject();
        JsonNode function = json.path(custom ? "custom" : "function");
        int known = calls.size();
        Call call = callOf(json, textOrEmpty(function, "name"), replyId);
        boolean unnamed = call.name.isEmpty();
        call.name = unnamed ? textOrEmpty(function, "name") : call.name;
        String arguments = arguments(function.path(custom ? "input" : "arguments"));
        call.arguments.feed(arguments);
        return new Fragment(call, custom, arguments, calls.size() > known, unnamed && !call.name.isEmpty());
    }

    private Call callOf(JsonNode json, String name, String replyId) {
        String id = textOrEmpty(json, "id");
        int index = json.path("index").isInt() ? json.path("index").intValue() : indexOf(id);
        Call call = byIndex.get(index);
        if (call == null || beginsAnother(call, id, name)) {
            call = begun(id, replyId);
            byIndex.put(index, call);
        }
        return call;
    }

    private Call begun(String id, String replyId) {
        int place = calls.size();
        String unique = replyId.substring(Math.max(0, replyId.length() - MAX_REPLY_ID));
        Call call = new Call(place, id.isEmpty() ? "call_" + unique + "_" + place : id, id.isEmpty());
        calls.add(call);
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

    /** An id that comes late, after the call was given one, begins nothing. */
    private static boolean beginsAnother(Call call, String id, String name) {
        boolean late = call.madeId && name.isEmpty();
        boolean otherId = !id.isEmpty() && !id.equals(call.id) && !late;
        boolean wholeBefore = id.isEmpty() && !name.isEmpty() && call.isWhole();
        return otherId || wholeBefore;
    }

    private static String arguments(JsonNode arguments) {
        return arguments.isTextual() ? arguments.textValue() : arguments.isObject() ? arguments.toString() : "";
    }
}
