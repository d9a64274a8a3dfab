package io.backstory.dialect.openai;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Options;
import io.backstory.chat.ResponseFormat;
import io.backstory.chat.ToolChoice;
import io.backstory.dialect.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the options: the client's own members where it speaks this format, else the typed ones.
 *
 * <p>The limit of the reply is the exception. It is capped by the gateway, so the typed value wins over the client's.
 */
final class ChatOptionsWriter {
    private static final String LIMIT = "max_completion_tokens";
    private static final String OLD_LIMIT = "max_tokens";

    private final JsonWriter json;
    private final Options options;

    private ChatOptionsWriter(JsonWriter json, Options options) {
        this.json = json;
        this.options = options;
    }

    /** Writes them and returns the names of those the format has no place for. */
    static List<String> write(JsonWriter json, ChatRequest request) {
        ChatOptionsWriter writer = new ChatOptionsWriter(json, request.options());
        NativeOptions own = request.options().nativeOptions();
        if (own.dialect().equals(ChatWire.DIALECT)) {
            writer.own(own.members());
            return own.withoutMember();
        }
        writer.typed(!request.tools().isEmpty());
        return ignored(request, own.untranslated());
    }

    private static List<String> ignored(ChatRequest request, List<String> untranslated) {
        ToolChoice choice = request.options().toolChoice();
        List<String> ignored = new ArrayList<>(untranslated);
        if (request.tools().isEmpty() && choice != null && choice.demandsCall()) {
            ignored.add("tool_choice");
        }
        return ignored;
    }

    private void own(Map<String, Bytes> members) {
        boolean hasLimit = members.containsKey(LIMIT) || members.containsKey(OLD_LIMIT);
        if (!hasLimit) {
            limit();
        }
        members.forEach(this::own);
    }

    private void own(String name, Bytes value) {
        boolean isLimit = name.equals(LIMIT) || name.equals(OLD_LIMIT);
        Integer limit = options.maxOutputTokens();
        if (isLimit && limit != null) {
            json.name(name).value(limit);
        } else if (!name.equals("stream_options")) {
            json.name(name).raw(value);
        }
    }

    private void typed(boolean hasTools) {
        limit();
        number("temperature", options.temperature());
        number("top_p", options.topP());
        stop();
        if (hasTools) {
            toolChoice();
            truth("parallel_tool_calls", options.parallelToolCalls());
        }
        responseFormat();
        if (options.reasoningEffort() != null) {
            json.name("reasoning_effort").value(options.reasoningEffort());
        }
    }

    private void limit() {
        Integer limit = options.maxOutputTokens();
        if (limit != null) {
            json.name(LIMIT).value(limit);
        }
    }

    private void number(String name, @Nullable Double value) {
        if (value != null) {
            json.name(name).value(value);
        }
    }

    private void truth(String name, @Nullable Boolean value) {
        if (value != null) {
            json.name(name).value(value);
        }
    }

    private void stop() {
        if (!options.stop().isEmpty()) {
            json.name("stop").array();
            options.stop().forEach(json::value);
            json.endArray();
        }
    }

    private void toolChoice() {
        ToolChoice choice = options.toolChoice();
        if (choice instanceof ToolChoice.Mode mode) {
            json.name("tool_choice").value(mode.name());
        } else if (choice instanceof ToolChoice.Named named) {
            json.name("tool_choice").object().name("type").value("function");
            json.name("function").object().name("name").value(named.tool()).endObject();
            json.endObject();
        }
    }

    private void responseFormat() {
        ResponseFormat format = options.responseFormat();
        if (format == null) {
            return;
        }
        json.name("response_format").object().name("type");
        if (format instanceof ResponseFormat.JsonSchema schema) {
            json.value("json_schema").name("json_schema").object();
            json.name("name").value(schema.name()).name("schema").raw(schema.schema());
            truth("strict", schema.strict());
            json.endObject();
        } else {
            json.value(format instanceof ResponseFormat.JsonObject ? "json_object" : "text");
        }
        json.endObject();
    }
}
