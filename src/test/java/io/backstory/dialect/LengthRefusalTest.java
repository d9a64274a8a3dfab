package io.backstory.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.PromptSizes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LengthRefusalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens. | 9001 | 8192
                    This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4500 in the messages, 500 in the completion). | 4500 | 4096
                    This model's maximum context length is 4096 tokens and your request has 3000 input tokens (2000 > 4096 - 3000). | 3000 | 4096
                    Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 300100 tokens. | 300100 | 272000
                    prompt is too long: 205001 tokens > 200000 maximum | 205001 | 200000
                    input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000, decrease input length | 190000 | 200000
                    The model returned the following errors: prompt is too long: 7 tokens > 5 maximum | 7 | 5
                    The input token count (1200000) exceeds the maximum number of tokens allowed (1048576). | 1200000 | 1048576
                    Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length | 40000 | 32768
                    Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 20 `max_new_tokens` | 5000 | 4096
                    request (5210 tokens) exceeds the available context size (4096 tokens), try increasing it | 5210 | 4096
                    Please reduce the length. Current length is 9000 while limit is 8192 | 9000 | 8192
                    """)
    void takes_both_sizes_from_the_sentence_of_each_provider(String text, int prompt, int window) {
        assertThat(LengthRefusal.read(text)).contains(new PromptSizes(prompt, window));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Your input exceeds the context window of this model. Please adjust your input and try again.",
                "Input is too long for requested model.",
                "too many tokens: size limit exceeded by 11326 tokens",
                "the request exceeds the available context size. try increasing the context size",
                "prompt is too long"
            })
    void knows_a_sentence_that_names_no_size(String text) {
        assertThat(LengthRefusal.read(text)).contains(PromptSizes.UNKNOWN);
    }

    @Test
    void takes_the_window_alone_where_the_prompt_is_not_counted() {
        assertThat(LengthRefusal.read("This model's maximum context length is 65536 tokens."))
                .contains(sizes(null, 65_536));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "string_above_max_length: 'user' is too long, expected at most 64 characters, got 90",
                "Rate limit reached for gpt in organization on tokens per min (TPM): Limit 30000, Requested 45000",
                "messages.3: tool_use ids were found without tool_result blocks",
                "max_tokens: 9000 > 8192, which is the maximum allowed number of output tokens"
            })
    void takes_nothing_else_for_a_refusal_of_length(String text) {
        assertThat(LengthRefusal.read(text)).isEmpty();
    }

    @Test
    void does_not_read_on_into_a_prompt_that_the_error_repeats() {
        String echoed = "invalid value: " + "x".repeat(5000) + " prompt is too long: 7 tokens > 5 maximum";

        assertThat(LengthRefusal.read(echoed)).isEmpty();
    }

    private static PromptSizes sizes(@Nullable Integer prompt, @Nullable Integer window) {
        return new PromptSizes(prompt, window);
    }
}
