package io.backstory.dialect.anthropic;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.Usage;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a reply. Clients' types have every member, so each is there, null where unknown; what the provider wrote
 * besides goes after them.
 */
final class ReplyJson {
    private static final Bytes NULL = Bytes.utf8("null");
    private static final List<String> MESSAGE = List.of(
            "id",
            "type",
            "role",
            "model",
            "content",
            "stop_reason",
            "stop_sequence",
            "stop_details",
            "container",
            "diagnostics",
            "context_management",
            "usage");
    private static final List<String> USAGE = List.of(
            "input_tokens",
            "output_tokens",
            "cache_creation_input_tokens",
            "cache_read_input_tokens",
            "cache_creation",
            "output_tokens_details",
            "server_tool_use",
            "service_tier",
            "inference_geo",
            "speed",
            "iterations",
            "fallback_credit");
    private static final List<String> DELTA = List.of("type", "delta", "context_management", "usage");
    private static final List<String> REASON = List.of("stop_reason", "stop_sequence", "stop_details", "container");
    private static final List<String> DELTA_USAGE = List.of(
            "input_tokens",
            "output_tokens",
            "cache_creation_input_tokens",
            "cache_read_input_tokens",
            "output_tokens_details",
            "server_tool_use",
            "iterations",
            "fallback_credit");

    private ReplyJson() {}

    /** A message with the gateway's id and the route's name; the rest is as {@code known} has it. */
    static Bytes message(ReplyHead head, Map<String, Bytes> known) {
        Map<String, Bytes> members = new LinkedHashMap<>(known);
        members.put("id", string("msg_" + head.token()));
        members.put("type", string("message"));
        members.put("role", string("assistant"));
        members.put("model", string(head.route()));
        members.put("usage", object(USAGE, membersOf(known.get("usage"))));
        return object(MESSAGE, members);
    }

    /** The first event, whose message has no content yet. */
    static Bytes messageStart(ReplyHead head, @Nullable Bytes provided) {
        Map<String, Bytes> known = new LinkedHashMap<>();
        if (provided == null) {
            known.put("content", Bytes.utf8("[]"));
            known.put("usage", object(USAGE, usage(Usage.reported(head.context().tokens(), 1))));
        } else {
            known.putAll(membersOf(StrictJson.members(provided).get("message")));
        }
        JsonWriter json = new JsonWriter().object().name("type").value("message_start");
        return json.name("message").raw(message(head, known)).endObject().toBytes();
    }

    /** The provider's own {@code message_delta}, with every member clients expect. */
    static Bytes messageDelta(Bytes provided) {
        Map<String, Bytes> members = new LinkedHashMap<>(StrictJson.members(provided));
        return messageDelta(members, membersOf(members.get("delta")), membersOf(members.get("usage")));
    }

    static Bytes messageDelta(Answer answer, Map<String, Bytes> provided) {
        Map<String, Bytes> members = new LinkedHashMap<>();
        members.put("type", string("message_delta"));
        return messageDelta(members, reason(answer, provided), usage(answer.usage()));
    }

    private static Bytes messageDelta(Map<String, Bytes> members, Map<String, Bytes> reason, Map<String, Bytes> usage) {
        members.put("delta", object(REASON, reason));
        members.put("usage", object(DELTA_USAGE, usage));
        return object(DELTA, members);
    }

    /** Why the reply ended, with the provider's details in {@code provided} where it is of this format. */
    static Map<String, Bytes> reason(Answer answer, Map<String, Bytes> provided) {
        Map<String, Bytes> members = new LinkedHashMap<>();
        for (String name : REASON) {
            members.put(name, provided.getOrDefault(name, NULL));
        }
        String word = isOwn(answer.head()) ? answer.providerReason() : null;
        members.put("stop_reason", string(word != null ? word : Wire.stopReason(answer.finish())));
        return members;
    }

    /** A provider of this format has told usage in this format; all others are put into its arithmetic. */
    static Map<String, Bytes> usage(Answer answer) {
        Bytes raw = answer.usage().raw();
        return isOwn(answer.head()) && raw != null ? membersOf(raw) : usage(answer.usage());
    }

    private static Map<String, Bytes> usage(Usage usage) {
        Map<String, Bytes> members = new LinkedHashMap<>();
        long uncached = usage.inputTotal() - usage.cacheRead() - usage.cacheWrite();
        members.put("input_tokens", number(Math.max(0, uncached)));
        members.put("output_tokens", number(usage.outputTotal()));
        members.put("cache_creation_input_tokens", number(usage.cacheWrite()));
        members.put("cache_read_input_tokens", number(usage.cacheRead()));
        if (usage.reasoning() > 0) {
            members.put("output_tokens_details", Bytes.utf8("{\"thinking_tokens\":" + usage.reasoning() + "}"));
        }
        return members;
    }

    static boolean isOwn(ReplyHead head) {
        return head.origin().dialect().equals(Wire.DIALECT);
    }

    /** The content as the provider wrote it where it is of this format, else written from the blocks. */
    static Bytes content(Message message) {
        Bytes verbatim = Wire.verbatim(message);
        if (verbatim != null) {
            return StrictJson.members(verbatim).getOrDefault("content", Bytes.utf8("[]"));
        }
        JsonWriter json = new JsonWriter().array();
        for (Content block : message.content()) {
            writeBlock(block, json);
        }
        return json.endArray().toBytes();
    }

    /** Reasoning of other providers is not shown: a client could not send it back. */
    private static void writeBlock(Content block, JsonWriter json) {
        if (block instanceof Content.Text text && !text.text().isEmpty()) {
            writeText(text.text(), json);
        } else if (block instanceof Content.Refusal refusal) {
            writeText(refusal.text(), json);
        } else if (block instanceof Content.ToolCall call) {
            writeCall(call.id(), call.name(), ToolInput.object(call.arguments()), json);
        } else if (block instanceof Content.Opaque opaque && opaque.dialect().equals(Wire.DIALECT)) {
            json.raw(opaque.json());
        }
    }

    static void writeText(String text, JsonWriter json) {
        json.object().name("type").value("text").name("text").value(text);
        json.name("citations").nullValue().endObject();
    }

    static void writeCall(String id, String name, Bytes input, JsonWriter json) {
        json.object().name("type").value("tool_use").name("id").value(id);
        json.name("name").value(name).name("input").raw(input);
        json.name("caller").object().name("type").value("direct").endObject().endObject();
    }

    private static Bytes object(List<String> always, Map<String, Bytes> known) {
        JsonWriter json = new JsonWriter().object();
        for (String name : always) {
            json.name(name).raw(known.getOrDefault(name, NULL));
        }
        known.forEach((name, value) -> {
            if (!always.contains(name)) {
                json.name(name).raw(value);
            }
        });
        return json.endObject().toBytes();
    }

    private static Map<String, Bytes> membersOf(@Nullable Bytes object) {
        return object != null && Wire.isObject(object) ? StrictJson.members(object) : Map.of();
    }

    private static Bytes string(String text) {
        return new JsonWriter().value(text).toBytes();
    }

    private static Bytes number(long number) {
        return Bytes.utf8(Long.toString(number));
    }
}
