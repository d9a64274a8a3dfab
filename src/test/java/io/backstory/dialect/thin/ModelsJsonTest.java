package io.backstory.dialect.thin;

import io.backstory.dialect.thin.ModelsJson.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsJsonTest {
    private static final Model DEFAULT = new Model("default", 200_000, 32_000);
    private static final Model FAST = new Model("fast", 128_000, 16_000);

    @Test
    void lists_models_in_the_shape_of_openai() {
        Golden.assertJson(ModelsJson.openAiList(List.of(DEFAULT, FAST)), "models.openai.json");
        Golden.assertJson(ModelsJson.openAi(FAST), "model.openai.json");
    }

    @Test
    void lists_models_in_the_shape_of_anthropic() {
        Golden.assertJson(ModelsJson.anthropicList(List.of(DEFAULT)), "models.anthropic.json");
        Golden.assertJson(ModelsJson.anthropic(FAST), "model.anthropic.json");
    }

    @Test
    void a_key_without_models_sees_an_empty_list() {
        Golden.assertJson(ModelsJson.anthropicList(List.of()), "nomodels.anthropic.json");
    }
}
