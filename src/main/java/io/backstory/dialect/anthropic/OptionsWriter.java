package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Options;
import io.backstory.chat.ResponseFormat;
import io.backstory.chat.ToolChoice;
import io.backstory.dialect.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes how the reply is to be made: a client's own members of this format as they came, else the typed options as far
 * as the format has them. Names of the others go to {@code ignored}.
 */
final class OptionsWriter {
    private static final String MAX_TOKENS = "max_tokens";

    private final Options options;
    private final int outputLimit;
    private final boolean hasTools;
    private final JsonWriter json;
    private final List<String> ignored;

    OptionsWriter(ChatRequest request, boolean hasTools, JsonWriter json, List<String> ignored) {
        this.options = request.options();
        this.outputLimit = request.outputLimit();
        this.hasTools = hasTools;
        this.json = json;
        this.ignored = ignored;
    }

    void write() {
        NativeOptions nativeOptions = options.nativeOptions();
        boolean own = nativeOptions.dialect().equals(Wire.DIALECT);
        writeMaxTokens(own ? nativeOptions.members().get(MAX_TOKENS) : null);
        if (own) {
            writeMembers(nativeOptions);
        } else {
            ignored.addAll(nativeOptions.untranslated());
            writeSampling();
            writeToolChoice();
            writeOutputConfig();
        }
    }

    /** The typed limit first: the gateway may have lowered it. The format has no request without one. */
    private void writeMaxTokens(@Nullable Bytes written) {
        json.name(MAX_TOKENS);
        if (options.maxOutputTokens() != null) {
            json.value(options.maxOutputTokens());
        } else if (written != null) {
            json.raw(written);
        } else {
            json.value(outputLimit);
        }
    }

    private void writeMembers(NativeOptions nativeOptions) {
        for (Map.Entry<String, Bytes> member : nativeOptions.members().entrySet()) {
            if (!member.getKey().equals(MAX_TOKENS)) {
                json.name(member.getKey()).raw(member.getValue());
            }
        }
        ignored.addAll(nativeOptions.withoutMember());
    }

    private void writeSampling() {
        if (options.temperature() != null) {
            json.name("temperature").value(Math.max(0, Math.min(1, options.temperature())));
        }
        if (options.topP() != null) {
            json.name("top_p").value(options.topP());
        }
        List<String> stop =
                options.stop().stream().filter(text -> !text.isBlank()).toList();
        if (stop.size() < options.stop().size()) {
            ignored.add("stop");
        }
        if (!stop.isEmpty()) {
            json.name("stop_sequences").array();
            stop.forEach(json::value);
            json.endArray();
        }
    }

    /** Without tools there is nothing to choose from, and the provider refuses the member. */
    private void writeToolChoice() {
        boolean oneAtATime = Boolean.FALSE.equals(options.parallelToolCalls());
        ToolChoice choice = options.toolChoice() == null && oneAtATime ? ToolChoice.AUTO : options.toolChoice();
        if (choice != null && choice.demandsCall() && !hasTools) {
            ignored.add("tool_choice");
        }
        if (choice == null || !hasTools) {
            return;
        }
        json.name("tool_choice").object();
        if (choice instanceof ToolChoice.Named named) {
            json.name("type").value("tool").name("name").value(named.tool());
        } else {
            json.name("type").value(choice.equals(ToolChoice.REQUIRED) ? "any" : ((ToolChoice.Mode) choice).name());
        }
        if (oneAtATime && !choice.equals(ToolChoice.NONE)) {
            json.name("disable_parallel_tool_use").value(true);
        }
        json.endObject();
    }

    private void writeOutputConfig() {
        String effort = effort();
        ResponseFormat format = options.responseFormat();
        if (format instanceof ResponseFormat.JsonObject) {
            ignored.add("response_format");
        }
        boolean hasSchema = format instanceof ResponseFormat.JsonSchema;
        if (effort == null && !hasSchema) {
            return;
        }
        json.name("output_config").object();
        if (format instanceof ResponseFormat.JsonSchema schema) {
            json.name("format").object().name("type").value("json_schema");
            json.name("schema").raw(schema.schema()).endObject();
        }
        if (effort != null) {
            json.name("effort").value(effort);
        }
        json.endObject();
    }

    /** The lowest effort here is {@code low}; none at all is a matter of the model, so it cannot be asked for. */
    private @Nullable String effort() {
        String asked = options.reasoningEffort();
        if ("none".equals(asked)) {
            ignored.add("reasoning_effort");
            return null;
        }
        return "minimal".equals(asked) ? "low" : asked;
    }
}
