package io.backstory.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.PromptCache;
import io.backstory.chat.PromptCache.Rule;
import io.backstory.config.ProviderConfig;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.ProviderConfig.PromptCaching;
import io.backstory.config.Secret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheRuleTest {

    @ParameterizedTest
    @CsvSource({
        "openai-chat, https://api.openai.com/v1, gpt-4.1, KEY",
        "openai-chat, https://api.openai.com/v1, gpt-5.5, KEY",
        "openai-chat, https://api.openai.com/v1, gpt-5.6-mini, BREAKPOINT",
        "openai-chat, https://api.openai.com/v1, gpt-6.2-sol, BREAKPOINT",
        "openai-chat, https://me.openai.azure.com/openai/v1, gpt-4.1, KEY",
        "openai-chat, https://api.mistral.ai/v1, mistral-large, KEY",
        "openai-chat, http://localhost:8000/v1, gpt-6, NONE",
        "openai-chat, https://api.openai.com.example.net/v1, gpt-6, NONE",
        "anthropic-messages, https://api.anthropic.com, claude-opus-5-5, MARKERS"
    })
    void follows_what_is_known_of_the_vendor(String dialect, String url, String model, Rule rule) {
        assertThat(CacheRule.of(provider(dialect, url, null), model)).isEqualTo(rule);
    }

    @Test
    void is_what_the_configuration_says() {
        ProviderConfig provider = provider("anthropic-messages", "https://api.anthropic.com", PromptCaching.NONE);

        assertThat(CacheRule.of(provider, "m")).isEqualTo(Rule.NONE);
    }

    @Test
    void names_a_conversation_alike_everywhere_and_hides_which_it_is() {
        ProviderConfig provider = provider("openai-chat", "https://api.openai.com/v1", null);
        PromptCache one = new PromptCache(Rule.NONE, "session-one");

        assertThat(CacheRule.key(provider, one))
                .hasSize(22)
                .isEqualTo(CacheRule.key(provider, one))
                .isNotEqualTo(CacheRule.key(provider, new PromptCache(Rule.NONE, "session-two")))
                .doesNotContain("session");
    }

    private static ProviderConfig provider(String dialect, String url, @Nullable PromptCaching caching) {
        return new ProviderConfig(
                "main",
                dialect,
                URI.create(url),
                new Secret("sk-1"),
                false,
                ProviderConfig.Timeouts.DEFAULT,
                8,
                Map.of("m", new ModelConfig("m", 1000, 100, "o200k_base", caching)),
                null);
    }
}
