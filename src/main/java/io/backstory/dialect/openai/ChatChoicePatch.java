package io.backstory.dialect.openai;

import io.backstory.chat.Bytes;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;
import io.backstory.dialect.openai.ChatCallPlaces.Fragment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mends one choice of a provider's reply on its way to the client: what clients rely on and look-alikes leave out is put
 * in, what they repeat is taken out, every other member is copied.
 *
 * <p>Clients put streamed calls together by {@code index}, and some join every text they get twice; so each call gets an
 * index of its own, and role, id, type and name come once.
 */
final class ChatChoicePatch {
    private static final Set<String> OF_CHOICE = Set.of("index", "delta", "finish_reason", "logprobs");
    private static final Set<String> OF_BODY_CHOICE = Set.of("index", "message", "finish_reason", "logprobs");
    private static final Set<String> OF_SAID = Set.of("role", "content", "refusal", "tool_calls");
    private static final Set<String> OF_FRAGMENT = Set.of("index", "id", "type", "function", "custom");
    private static final Set<String> OF_CALL = Set.of("id", "type", "function", "custom");
    private static final Set<String> OF_FUNCTION = Set.of("name", "arguments", "input");

    private final int index;
    private final ChatCallPlaces calls = new ChatCallPlaces();
    private boolean began;

    ChatChoicePatch(int index) {
        this.index = index;
    }

    /** Writes the choice of a chunk; whether it says why the reply ends. */
    boolean chunk(Map<String, Bytes> choice, String replyId, JsonWriter out) {
        out.object().name("index").value(index);
        ChatParts.copy(choice, OF_CHOICE, out);
        delta(ChatParts.members(choice.get("delta")), replyId, out.name("delta"));
        String reason = text(choice.get("finish_reason"));
        end(reason.isEmpty() ? null : ChatWire.told(reason, calls.any()), choice, out);
        return !reason.isEmpty();
    }

    /** Writes the choice of a whole body. */
    void body(Map<String, Bytes> choice, String replyId, JsonWriter out) {
        out.object().name("index").value(index);
        ChatParts.copy(choice, OF_BODY_CHOICE, out);
        message(ChatParts.members(choice.get("message")), replyId, out.name("message"));
        end(ChatWire.told(text(choice.get("finish_reason")), calls.any()), choice, out);
    }

    private static void end(@Nullable String reason, Map<String, Bytes> choice, JsonWriter out) {
        out.name("finish_reason").value(reason);
        out.name("logprobs").raw(choice.getOrDefault("logprobs", ChatParts.NULL));
        out.endObject();
    }

    private void delta(Map<String, Bytes> delta, String replyId, JsonWriter out) {
        out.object();
        if (!began) {
            out.name("role").value("assistant");
            began = true;
        }
        if (delta.containsKey("content")) {
            content(delta.get("content"), out.name("content"));
        }
        if (delta.containsKey("refusal")) {
            out.name("refusal").raw(delta.getOrDefault("refusal", ChatParts.NULL));
        }
        List<Bytes> fragments = ChatParts.elements(delta.get("tool_calls"));
        if (!fragments.isEmpty()) {
            out.name("tool_calls").array();
            fragments.forEach(fragment -> fragment(fragment, replyId, out));
            out.endArray();
        }
        ChatParts.copy(delta, OF_SAID, out);
        out.endObject();
    }

    private void message(Map<String, Bytes> message, String replyId, JsonWriter out) {
        out.object().name("role").value("assistant");
        content(message.get("content"), out.name("content"));
        out.name("refusal").raw(message.getOrDefault("refusal", ChatParts.NULL));
        List<Bytes> whole = ChatParts.elements(message.get("tool_calls"));
        if (!whole.isEmpty()) {
            out.name("tool_calls").array();
            whole.forEach(call -> call(call, replyId, out));
            out.endArray();
        }
        ChatParts.copy(message, OF_SAID, out);
        out.endObject();
    }

    /** Some look-alikes send parts where the format has a text. */
    private static void content(@Nullable Bytes content, JsonWriter out) {
        if (content == null || content.equals(ChatParts.NULL) || ChatParts.isText(content)) {
            out.raw(content == null ? ChatParts.NULL : content);
        } else {
            out.value(ChatWire.plainText(StrictJson.tree(content)));
        }
    }

    private void fragment(Bytes json, String replyId, JsonWriter out) {
        Fragment fragment = calls.add(StrictJson.tree(json), replyId);
        Map<String, Bytes> members = ChatParts.members(json);
        out.object().name("index").value(fragment.call().place());
        if (fragment.begins()) {
            named(fragment, out);
        }
        ChatParts.copy(members, OF_FRAGMENT, out);
        function(fragment, members, out);
        out.endObject();
    }

    private void call(Bytes json, String replyId, JsonWriter out) {
        Fragment call = calls.add(StrictJson.tree(json), replyId);
        Map<String, Bytes> members = ChatParts.members(json);
        named(call, out.object());
        ChatParts.copy(members, OF_CALL, out);
        function(call, members, out);
        out.endObject();
    }

    private static void named(Fragment fragment, JsonWriter out) {
        out.name("id").value(fragment.call().id());
        out.name("type").value(type(fragment));
    }

    private static void function(Fragment fragment, Map<String, Bytes> members, JsonWriter out) {
        Map<String, Bytes> function = ChatParts.members(members.get(type(fragment)));
        out.name(type(fragment)).object();
        if (fragment.names()) {
            out.name("name").value(fragment.call().name());
        }
        String arguments = fragment.custom() ? "input" : "arguments";
        out.name(arguments);
        if (ChatParts.isText(function.get(arguments))) {
            out.raw(function.getOrDefault(arguments, ChatParts.NULL));
        } else {
            out.value(fragment.arguments());
        }
        ChatParts.copy(function, OF_FUNCTION, out);
        out.endObject();
    }

    private static String type(Fragment fragment) {
        return fragment.custom() ? "custom" : "function";
    }

    private static String text(@Nullable Bytes value) {
        return value == null ? "" : StrictJson.tree(value).asText("");
    }
}
