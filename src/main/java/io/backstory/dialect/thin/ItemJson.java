package io.backstory.dialect.thin;

import io.backstory.chat.Content;
import io.backstory.chat.Role;
import io.backstory.dialect.JsonWriter;
import java.util.List;

/** Writes one item of the sessions API. */
final class ItemJson {
    private ItemJson() {}

    static void write(JsonWriter json, Item item, boolean inView) {
        json.object();
        json.name("id").value(item.id());
        json.name("turn").value(item.turn().seq());
        json.name("type").value(item.type().word());
        json.name("role").value(role(item.role()));
        writeContent(json, item);
        json.name("status").value(item.complete() ? "completed" : "incomplete");
        json.name("inView").value(inView);
        json.name("createdAt").value(AnswerJson.time(item.turn().createdAt()));
        json.endObject();
    }

    /** A call says everything in its own members; a result has those beside its content. */
    private static void writeContent(JsonWriter json, Item item) {
        Content first = item.content().get(0);
        json.name("content");
        if (first instanceof Content.ToolCall call) {
            PartJson.write(json, List.of());
            AnswerJson.writeCall(json, call);
        } else if (first instanceof Content.ToolResult result) {
            PartJson.write(json, result.content());
            json.name("callId").value(result.callId());
            json.name("isError").value(result.error());
        } else {
            PartJson.write(json, item.content());
        }
    }

    /** {@code developer} is the word for all that is said to the model by neither user nor tool. */
    private static String role(Role role) {
        return switch (role) {
            case SYSTEM, DEVELOPER -> "developer";
            case USER -> "user";
            case ASSISTANT -> "assistant";
            case TOOL -> "tool";
        };
    }
}
