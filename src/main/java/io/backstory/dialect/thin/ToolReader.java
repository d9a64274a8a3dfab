package io.backstory.dialect.thin;

import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.Content.ToolResult;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Tool;
import io.backstory.chat.ToolChoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads tools, the choice among them and their results. */
final class ToolReader {
    private static final int MAX_ITEMS = 256;

    private ToolReader() {}

    static List<Tool> tools(JsonField field) {
        List<Tool> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonField element : field.elementsAtMost(MAX_ITEMS)) {
            Tool tool = tool(element);
            if (!names.add(tool.name())) {
                throw element.invalid("has the name of an earlier tool: names must differ.");
            }
            tools.add(tool);
        }
        return tools;
    }

    static ToolChoice choice(JsonField field) {
        if (field.isObject()) {
            return new ToolChoice.Named(
                    field.fields(List.of("name")).need("name").nonEmptyText());
        }
        if (!field.isText()) {
            throw field.mustBe("auto, none, required or {\"name\": ...}");
        }
        return switch (field.text()) {
            case "auto" -> ToolChoice.AUTO;
            case "none" -> ToolChoice.NONE;
            case "required" -> ToolChoice.REQUIRED;
            default -> throw field.invalid("must be auto, none, required or {\"name\": ...}.");
        };
    }

    /** All results as one message: answers to parallel calls belong together. */
    static Message results(JsonField field) {
        List<Content> results = new ArrayList<>();
        Set<String> answered = new HashSet<>();
        for (JsonField element : field.elementsAtMost(MAX_ITEMS)) {
            ToolResult result = result(element);
            if (!answered.add(result.callId())) {
                throw answeredTwice(element, result.callId());
            }
            results.add(result);
        }
        if (results.isEmpty()) {
            throw field.invalid("must hold at least one result.");
        }
        return new Message(Role.TOOL, results, null);
    }

    private static Tool tool(JsonField field) {
        Fields fields = field.fields(List.of("name", "description", "parameters"));
        return Tool.function(
                fields.need("name").nonEmptyText(),
                fields.read("description", JsonField::text),
                fields.read("parameters", ToolReader::schema));
    }

    /** JSON text of a schema as the client wrote it: what it means is between client and model. */
    static String schema(JsonField field) {
        if (!field.isObject()) {
            throw field.mustBe("an object with a JSON Schema");
        }
        return field.json().utf8();
    }

    private static ToolResult result(JsonField field) {
        Fields fields = field.fields(List.of("callId", "output", "isError"));
        Boolean error = fields.read("isError", JsonField::truth);
        return new ToolResult(
                fields.need("callId").nonEmptyText(),
                ContentReader.output(fields.need("output")),
                Boolean.TRUE.equals(error));
    }

    private static ChatException answeredTwice(JsonField field, String callId) {
        return new ChatException(
                Kind.TOOL_CALL_NOT_FOUND,
                "Call " + callId + " is answered twice: send one result for each call.",
                field.path() + ".callId");
    }
}
