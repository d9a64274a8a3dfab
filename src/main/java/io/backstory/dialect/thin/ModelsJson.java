package io.backstory.dialect.thin;

import io.backstory.chat.Bytes;
import io.backstory.dialect.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code /v1/models}, in the shape of OpenAI or of Anthropic. It shows routes and nothing else: neither providers
 * nor their names for models.
 */
public final class ModelsJson {

    /**
     * A route as a client may know it.
     *
     * @param maxInputTokens the smallest window among its targets
     * @param maxTokens the longest reply all of its targets can make
     */
    public record Model(String name, int maxInputTokens, int maxTokens) {}

    private ModelsJson() {}

    public static Bytes openAiList(List<Model> models) {
        JsonWriter json = new JsonWriter().object();
        json.name("object").value("list").name("data").array();
        models.forEach(model -> writeOpenAi(json, model));
        return json.endArray().endObject().toBytes();
    }

    public static Bytes openAi(Model model) {
        JsonWriter json = new JsonWriter();
        writeOpenAi(json, model);
        return json.toBytes();
    }

    public static Bytes anthropicList(List<Model> models) {
        JsonWriter json = new JsonWriter().object().name("data").array();
        models.forEach(model -> writeAnthropic(json, model));
        json.endArray().name("has_more").value(false);
        json.name("first_id").value(nameAt(models, 0));
        json.name("last_id").value(nameAt(models, models.size() - 1));
        return json.endObject().toBytes();
    }

    public static Bytes anthropic(Model model) {
        JsonWriter json = new JsonWriter();
        writeAnthropic(json, model);
        return json.toBytes();
    }

    private static @Nullable String nameAt(List<Model> models, int place) {
        return models.isEmpty() ? null : models.get(place).name();
    }

    private static void writeOpenAi(JsonWriter json, Model model) {
        json.object();
        json.name("id").value(model.name());
        json.name("object").value("model");
        json.name("created").value(0);
        json.name("owned_by").value("backstory");
        json.endObject();
    }

    private static void writeAnthropic(JsonWriter json, Model model) {
        json.object();
        json.name("type").value("model");
        json.name("id").value(model.name());
        json.name("display_name").value(model.name());
        json.name("created_at").value("1970-01-01T00:00:00Z");
        json.name("lifecycle").value("active");
        json.name("max_input_tokens").value(model.maxInputTokens());
        json.name("max_tokens").value(model.maxTokens());
        for (String unset : List.of("capabilities", "line", "deprecated_at", "retires_at")) {
            json.name(unset).nullValue();
        }
        json.endObject();
    }
}
