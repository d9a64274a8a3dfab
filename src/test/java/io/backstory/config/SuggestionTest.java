package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("baseUrl", "budgetTokens", "drain", "id", "idle", "listen");

    @ParameterizedTest
    @CsvSource({
        "base_url, baseUrl",
        "BaseURL, baseUrl",
        "bugdetTokens, budgetTokens",
        "budget_token, budgetTokens",
        "idel, idle",
        "lisen, listen",
        "Id, id"
    })
    void a_mistyped_word_finds_the_right_one(String typed, String meant) {
        assertThat(Suggestion.didYouMean(typed, KNOWN)).isEqualTo(" Did you mean \"" + meant + "\"?");
    }

    @Test
    void a_word_like_no_other_finds_nothing() {
        assertThat(Suggestion.didYouMean("circuit", KNOWN)).isEmpty();
        assertThat(Suggestion.didYouMean("l".repeat(5000), KNOWN)).isEmpty();
    }

    @Test
    void takes_the_beginning_of_a_word_for_it_when_it_can_be_no_other() {
        List<String> dialects = List.of("openai-chat", "anthropic-messages", "simulator");

        assertThat(Suggestion.nearest("openai", dialects)).contains("openai-chat");
        assertThat(Suggestion.nearest("Anthropic", dialects)).contains("anthropic-messages");
        assertThat(Suggestion.nearest("op", dialects)).isEmpty();
        assertThat(Suggestion.nearest("max", List.of("maxOutput", "maxInput"))).isEmpty();
    }
}
