package io.backstory.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.window.CountReplay.Errors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far planned sizes are off, against tokenizers the window does not know; one seed, always the same result. */
class CountingTest {

    @ParameterizedTest
    @ValueSource(strings = {"gpt-5", "cl100k_base"})
    void a_published_encoding_is_counted_to_half_a_percent(String family) {
        assertThat(CountReplay.of(family, 11, 1_000, true).errors().at(0.99)).isLessThanOrEqualTo(0.005);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-4", "llama"})
    void any_other_tokenizer_is_counted_to_a_percent_in_nineteen_of_twenty_turns(String family) {
        CountReplay replay = CountReplay.of(family, 11, 3_000, false);
        Errors errors = replay.errors();

        assertThat(errors.at(0.5)).isLessThanOrEqualTo(0.001);
        assertThat(errors.at(0.95)).isLessThanOrEqualTo(0.01);
        assertThat(errors.at(0.99)).isLessThanOrEqualTo(0.025);
        assertThat(replay.overflows()).isZero();
    }
}
