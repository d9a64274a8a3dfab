package io.backstory.dialect.anthropic;

import io.backstory.chat.Bytes;
import io.backstory.chat.NativeOptions;
import io.backstory.chat.Options;
import io.backstory.chat.ResponseFormat;
import io.backstory.chat.ToolChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads how the reply is to be made, typed and as written. */
final class OptionsReader {
    private static final Set<String> OWNED = Set.of("model", "messages", "system", "tools", "stream");

    /** What the gateway does itself, and therefore takes out and reports. */
    private static final Set<String> OURS = Set.of("context_management", "fallbacks");

    private static final Set<String> TYPED =
            Set.of("max_tokens", "temperature", "top_p", "stop_sequences", "tool_choice");

    private OptionsReader() {}

    static NativeOptions nativeOptions(Field.Members request) {
        Map<String, Bytes> members = new LinkedHashMap<>();
        List<String> untranslated = new ArrayList<>();
        request.byName().forEach((name, field) -> {
            if (OWNED.contains(name)) {
                return;
            }
            if (!OURS.contains(name)) {
                members.put(name, field.json());
            }
            if (!TYPED.contains(name) && !(name.equals("output_config") && isTyped(field))) {
                untranslated.add(name);
            }
        });
        return new NativeOptions(Wire.DIALECT, members, untranslated);
    }

    static Options read(Field.Members request, NativeOptions nativeOptions) {
        Field temperature = request.get("temperature");
        Field topP = request.get("top_p");
        Field stop = request.get("stop_sequences");
        Field choice = request.get("tool_choice");
        Field output = request.get("output_config");
        return new Options(
                request.required("max_tokens").count(),
                temperature == null ? null : temperature.fraction(),
                topP == null ? null : topP.fraction(),
                stop == null
                        ? List.of()
                        : stop.elements().stream().map(Field::string).toList(),
                choice == null ? null : toolChoice(choice.members()),
                choice == null ? null : parallel(choice.members()),
                output == null ? null : format(output.members()),
                output == null ? null : output.members().text("effort"),
                nativeOptions);
    }

    private static boolean isTyped(Field output) {
        return Set.of("effort", "format").containsAll(output.members().byName().keySet());
    }

    private static ToolChoice toolChoice(Field.Members choice) {
        Field type = choice.required("type");
        return switch (type.string()) {
            case "auto" -> ToolChoice.AUTO;
            case "any" -> ToolChoice.REQUIRED;
            case "none" -> ToolChoice.NONE;
            case "tool" -> new ToolChoice.Named(choice.required("name").string());
            default -> throw type.invalid("must be auto, any, none or tool");
        };
    }

    private static @Nullable Boolean parallel(Field.Members choice) {
        return choice.has("disable_parallel_tool_use") ? !choice.flag("disable_parallel_tool_use") : null;
    }

    private static @Nullable ResponseFormat format(Field.Members output) {
        Field format = output.get("format");
        if (format == null) {
            return null;
        }
        Field.Members members = format.members();
        Field type = members.required("type");
        if (!type.string().equals("json_schema")) {
            throw type.invalid("must be json_schema");
        }
        Field schema = members.required("schema");
        schema.members();
        return new ResponseFormat.JsonSchema("output", schema.json().utf8(), null);
    }
}
