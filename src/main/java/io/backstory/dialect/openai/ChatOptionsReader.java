package io.backstory.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Options;
import io.backstory.chat.ResponseFormat;
import io.backstory.chat.ToolChoice;
import io.backstory.dialect.JsonWriter;
import io.backstory.dialect.StrictJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the options of a request twice: as what they mean, and as the members they are. */
final class ChatOptionsReader {
    /** Members the gateway owns; they never reach a provider as the client wrote them. */
    private static final Set<String> OWNED = Set.of("model", "messages", "tools", "stream", "session_id");

    private static final Set<String> TYPED = Set.of(
            "max_completion_tokens",
            "max_tokens",
            "temperature",
            "top_p",
            "stop",
            "parallel_tool_calls",
            "reasoning_effort",
            "stream_options");

    private final Map<String, Bytes> members = new LinkedHashMap<>();
    private final ObjectNode values = JsonNodeFactory.instance.objectNode();

    private ChatOptionsReader(Map<String, Bytes> request) {
        request.forEach(this::keep);
    }

    static Options read(Map<String, Bytes> request) {
        return new ChatOptionsReader(request).options();
    }

    private void keep(String name, Bytes value) {
        if (OWNED.contains(name)) {
            return;
        }
        JsonNode tree = StrictJson.tree(value);
        if (name.equals("metadata") && tree.has("session_id")) {
            keepMetadata(value);
        } else {
            members.put(name, value);
            values.set(name, tree);
        }
    }

    private void keepMetadata(Bytes metadata) {
        JsonWriter rest = new JsonWriter().object();
        StrictJson.members(metadata).forEach((name, value) -> {
            if (!name.equals("session_id")) {
                rest.name(name).raw(value);
            }
        });
        Bytes kept = rest.endObject().toBytes();
        if (kept.length() > "{}".length()) {
            members.put("metadata", kept);
        }
    }

    private Options options() {
        Integer limit = ChatFields.optionalCount(values, "max_completion_tokens", "");
        Integer oldLimit = ChatFields.optionalCount(values, "max_tokens", "");
        if (limit != null) {
            members.remove("max_tokens");
        }
        ToolChoice choice = toolChoice();
        ResponseFormat format = responseFormat();
        return new Options(
                limit == null ? oldLimit : limit,
                ChatFields.optionalNumber(values, "temperature", ""),
                ChatFields.optionalNumber(values, "top_p", ""),
                stop(),
                choice,
                ChatFields.optionalBoolean(values, "parallel_tool_calls", ""),
                format,
                ChatFields.optionalText(values, "reasoning_effort", ""),
                new NativeOptions(ChatWire.DIALECT, members, untranslated(choice, format)));
    }

    private List<String> stop() {
        JsonNode stop = values.path("stop");
        if (ChatFields.isAbsent(stop)) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        for (JsonNode word : stop.isArray() ? stop : List.of(stop)) {
            if (!word.isTextual()) {
                throw ChatFields.wrong("stop", "a string or an array of strings");
            }
            words.add(word.textValue());
        }
        return words;
    }

    private @Nullable ToolChoice toolChoice() {
        JsonNode choice = values.path("tool_choice");
        if (choice.isTextual()) {
            return switch (choice.textValue()) {
                case "auto" -> ToolChoice.AUTO;
                case "none" -> ToolChoice.NONE;
                case "required" -> ToolChoice.REQUIRED;
                default -> throw ChatFields.wrong("tool_choice", "auto, none, required or an object");
            };
        }
        if (!ChatFields.isAbsent(choice) && !choice.isObject()) {
            throw ChatFields.wrong("tool_choice", "auto, none, required or an object");
        }
        String name = ChatWire.text(choice.path("function"), "name");
        return name == null ? null : new ToolChoice.Named(name);
    }

    private @Nullable ResponseFormat responseFormat() {
        JsonNode format = values.path("response_format");
        if (ChatFields.isAbsent(format)) {
            return null;
        }
        if (!format.isObject()) {
            throw ChatFields.wrong("response_format", "an object");
        }
        return switch (ChatFields.requiredText(format, "type", "response_format")) {
            case "text" -> new ResponseFormat.PlainText();
            case "json_object" -> new ResponseFormat.JsonObject();
            case "json_schema" -> schema(format.path("json_schema"));
            default -> null;
        };
    }

    private static ResponseFormat schema(JsonNode schema) {
        String path = "response_format.json_schema";
        JsonNode shape = schema.path("schema");
        return new ResponseFormat.JsonSchema(
                ChatFields.requiredText(schema, "name", path),
                shape.isObject() ? shape.toString() : "{}",
                ChatFields.optionalBoolean(schema, "strict", path));
    }

    private List<String> untranslated(@Nullable ToolChoice choice, @Nullable ResponseFormat format) {
        List<String> names = new ArrayList<>();
        values.properties().forEach(member -> {
            if (!member.getValue().isNull() && !isTranslated(member.getKey(), choice, format)) {
                names.add(member.getKey());
            }
        });
        return names;
    }

    private boolean isTranslated(String name, @Nullable ToolChoice choice, @Nullable ResponseFormat format) {
        return switch (name) {
            case "tool_choice" -> choice != null;
            case "response_format" -> format != null;
            case "n" -> values.path("n").asInt() == 1;
            default -> TYPED.contains(name);
        };
    }
}
