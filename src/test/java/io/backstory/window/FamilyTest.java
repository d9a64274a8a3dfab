package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamilyTest {

    @ParameterizedTest
    @CsvSource({
        "gpt-4o-mini, gpt-4o, true",
        "o3, gpt-4o, true",
        "gpt-5-mini, gpt-5, true",
        "gpt-4-turbo, cl100k_base, true",
        "gpt-6, other, false",
        "claude-sonnet-4-5, claude-4, false",
        "claude-opus-4-7, claude-5, false",
        "anthropic.claude-sonnet-5, claude-5, false",
        "gemini-3-pro, gemini, false",
        "mistral-large-3, mistral-spm, false",
        "meta-llama/Llama-3.3-70B, llama, false",
        "deepseek-chat, deepseek, false",
        "echo-1, other, false"
    })
    void a_model_tells_its_family_by_its_name(String model, String family, boolean exact) {
        Family found = Family.of(null, model, TokenCounter.DEFAULT_ENCODING);

        assertThat(found.name()).isEqualTo(family);
        assertThat(found.exact()).isEqualTo(exact);
    }

    @Test
    void a_configured_encoding_is_the_models_own() {
        assertThat(Family.of(null, "house-model", "p50k_base").exact()).isTrue();
    }

    @Test
    void a_configured_family_wins() {
        assertThat(Family.of("qwen", "gpt-5", TokenCounter.DEFAULT_ENCODING).name())
                .isEqualTo("qwen");
    }

    @ParameterizedTest
    @CsvSource({"gpt-5.5, 272001", "gemini-3-pro, 200001", "claude-haiku-5-5, 100001"})
    void a_price_cliff_is_known_by_the_models_name(String model, int first) {
        assertThat(PriceCliffs.of(model)).hasValue(first);
        assertThat(PriceCliffs.of("claude-opus-5")).isEmpty();
    }
}
