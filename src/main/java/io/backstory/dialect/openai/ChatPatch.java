package io.backstory.dialect.openai;

import io.backstory.chat.Bytes;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.Usage;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the gateway's name on a provider's own chunks or body and makes them whole: id, time and model are replaced,
 * members every client relies on are put in where they are missing, and all others are copied as they are, known or not.
 */
final class ChatPatch {
    private static final Set<String> OURS = Set.of("id", "object", "created", "model", "choices", "usage", "error");

    private final Bytes ours;
    private final Map<Integer, ChatChoicePatch> choices = new HashMap<>();

    ChatPatch(ReplyHead head) {
        ours = members(head);
    }

    /**
     * A patched chunk.
     *
     * @param finishes whether it carries a finish reason
     * @param isUsage whether it has no choices and carries usage
     */
    record Piece(Bytes json, boolean finishes, boolean isUsage) {}

    /** The members that name a reply, ready to splice into an object. */
    static Bytes members(ReplyHead head) {
        JsonWriter json = new JsonWriter();
        json.name("id").value("chatcmpl-" + head.token());
        json.name("created").value(head.createdAt().getEpochSecond());
        return json.name("model").value(head.route()).toBytes();
    }

    /**
     * Patches a chunk that a decoder has read before. Usage is taken out of it.
     *
     * @param usageIsNull whether the client wants to see that there is none yet
     */
    Piece chunk(Bytes json, boolean usageIsNull) {
        Map<String, Bytes> own = ChatParts.members(json);
        List<Bytes> said = ChatParts.elements(own.get("choices"));
        JsonWriter out = named(json.length(), "chat.completion.chunk", own);
        boolean finishes = false;
        out.name("choices").array();
        for (Bytes choice : said) {
            finishes |= isChoice(choice, out) && chunk(ChatParts.members(choice), replyId(own), out);
        }
        out.endArray();
        if (usageIsNull) {
            out.name("usage").nullValue();
        }
        return new Piece(out.endObject().toBytes(), finishes, said.isEmpty() && ChatParts.isObject(own.get("usage")));
    }

    /** Patches the chunk that carries the usage. */
    Bytes usageChunk(Bytes json, Usage usage) {
        Map<String, Bytes> own = ChatParts.members(json);
        JsonWriter out = named(json.length(), "chat.completion.chunk", own);
        out.name("choices").array().endArray().name("usage");
        ChatUsage.write(out, own.get("usage"), usage);
        return out.endObject().toBytes();
    }

    /** Patches a whole body that a decoder has read before. */
    Bytes body(Bytes json, Usage usage) {
        Map<String, Bytes> own = ChatParts.members(json);
        JsonWriter out = named(json.length(), "chat.completion", own);
        out.name("choices").array();
        for (Bytes choice : ChatParts.elements(own.get("choices"))) {
            if (isChoice(choice, out)) {
                Map<String, Bytes> members = ChatParts.members(choice);
                choice(members).body(members, replyId(own), out);
            }
        }
        out.endArray().name("usage");
        ChatUsage.write(out, own.get("usage"), usage);
        return out.endObject().toBytes();
    }

    private JsonWriter named(int length, String object, Map<String, Bytes> own) {
        JsonWriter out = new JsonWriter(length + 256).object().raw(ours);
        out.name("object").value(object);
        ChatParts.copy(own, OURS, out);
        return out;
    }

    /** What is no object cannot be mended and is passed on. */
    private static boolean isChoice(Bytes choice, JsonWriter out) {
        if (ChatParts.isObject(choice)) {
            return true;
        }
        out.raw(choice);
        return false;
    }

    private boolean chunk(Map<String, Bytes> choice, String replyId, JsonWriter out) {
        return choice(choice).chunk(choice, replyId, out);
    }

    private ChatChoicePatch choice(Map<String, Bytes> members) {
        @Nullable Bytes index = members.get("index");
        int number = index == null ? 0 : StrictJson.tree(index).asInt();
        return choices.computeIfAbsent(number, ChatChoicePatch::new);
    }

    private static String replyId(Map<String, Bytes> own) {
        @Nullable Bytes id = own.get("id");
        return id == null ? "" : StrictJson.tree(id).asText("");
    }
}
