package io.backstory.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.Content;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.Verbatim;
import io.backstory.dialect.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads one message of a request: its blocks, and its bytes as they are. */
final class ChatMessageReader {
    private static final Map<String, Role> ROLES = Map.of(
            "system", Role.SYSTEM,
            "developer", Role.DEVELOPER,
            "user", Role.USER,
            "assistant", Role.ASSISTANT,
            "tool", Role.TOOL);

    private final Bytes json;
    private final JsonNode message;
    private final String path;

    private ChatMessageReader(Bytes json, String path) {
        this.json = json;
        this.message = StrictJson.tree(json);
        this.path = path;
    }

    /**
     * @param path where it stands, such as {@code messages[2]}
     */
    static Message read(Bytes json, String path) {
        return new ChatMessageReader(json, path).read();
    }

    private Message read() {
        if (!message.isObject()) {
            throw ChatFields.wrong(path, "an object");
        }
        Role role = role();
        List<Content> content =
                switch (role) {
                    case TOOL -> List.of(result());
                    case ASSISTANT -> assistant();
                    default -> content(true);
                };
        return new Message(role, content, new Verbatim(ChatWire.DIALECT, json));
    }

    private Role role() {
        String name = ChatFields.requiredText(message, "role", path);
        if (name.equals("function")) {
            throw ChatFields.unsupported(path + ".role", ": 'function' gave way to 'tool'");
        }
        Role role = ROLES.get(name);
        if (role == null) {
            throw ChatFields.wrong(path + ".role", "one of system, developer, user, assistant, tool");
        }
        return role;
    }

    private Content result() {
        return new Content.ToolResult(ChatFields.requiredText(message, "tool_call_id", path), content(true), false);
    }

    private List<Content> assistant() {
        List<Content> content = new ArrayList<>();
        String reasoning = ChatWire.text(message, "reasoning_content");
        if (reasoning != null) {
            content.add(new Content.Reasoning(reasoning, null));
        }
        content.addAll(content(false));
        String refusal = ChatFields.optionalText(message, "refusal", path);
        if (refusal != null) {
            content.add(new Content.Refusal(refusal));
        }
        calls(content);
        return content;
    }

    private List<Content> content(boolean required) {
        JsonNode content = message.path("content");
        String at = path + ".content";
        if (content.isTextual()) {
            return content.textValue().isEmpty() ? List.of() : List.of(new Content.Text(content.textValue()));
        }
        if (content.isArray()) {
            return parts(content, at);
        }
        if (!ChatFields.isAbsent(content)) {
            throw ChatFields.wrong(at, "a string or an array of parts");
        }
        if (required) {
            throw ChatFields.missing(at);
        }
        return List.of();
    }

    private List<Content> parts(JsonNode parts, String at) {
        List<Content> content = new ArrayList<>();
        for (JsonNode part : parts) {
            content.add(part(part, at + "[" + content.size() + "]"));
        }
        return content;
    }

    private static Content part(JsonNode part, String at) {
        String type = ChatFields.requiredText(part, "type", at);
        return switch (type) {
            case "text" -> new Content.Text(ChatFields.requiredText(part, "text", at));
            case "refusal" -> new Content.Refusal(ChatFields.requiredText(part, "refusal", at));
            case "image_url" -> ChatMedia.readImage(part, at);
            case "input_audio" -> ChatMedia.readAudio(part, at);
            case "file" -> ChatMedia.readFile(part, at);
            default -> new Content.Opaque(ChatWire.DIALECT, type, Bytes.utf8(part.toString()));
        };
    }

    private void calls(List<Content> content) {
        JsonNode calls = message.path("tool_calls");
        String at = path + ".tool_calls";
        if (!ChatFields.isAbsent(calls) && !calls.isArray()) {
            throw ChatFields.wrong(at, "an array");
        }
        for (int i = 0; i < calls.size(); i++) {
            content.add(call(calls.get(i), at + "[" + i + "]"));
        }
    }

    private static Content call(JsonNode call, String at) {
        boolean custom = call.path("custom").isObject();
        String kind = custom ? "custom" : "function";
        JsonNode called = call.path(kind);
        String inside = at + "." + kind;
        return new Content.ToolCall(
                ChatFields.requiredText(call, "id", at),
                ChatFields.requiredText(called, "name", inside),
                ChatFields.requiredText(called, custom ? "input" : "arguments", inside));
    }
}
