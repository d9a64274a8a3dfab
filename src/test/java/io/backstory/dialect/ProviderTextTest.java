package io.backstory.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-ant-api03-abcdefgh",
                "sk-proj-ab************cd",
                "AIzaSyA1234567890abc",
                "Bearer abc.def.ghi",
                "abcdefghij0123456789abcdefghij0123456789AB"
            })
    void takes_out_what_looks_like_a_key(String key) {
        assertThat(ProviderText.forClient("The key " + key + " is wrong.")).isEqualTo("The key [redacted] is wrong.");
    }

    @Test
    void leaves_ordinary_words_and_ids_alone() {
        String text = "messages.2: `tool_use` ids were found: toolu_01Bc8pQm3HdJt6YxKe5RwZaU. Risk-averse task_force.";

        assertThat(ProviderText.forClient(text)).isEqualTo(text);
    }

    @Test
    void never_cuts_inside_a_character() {
        for (int lead = 0; lead < 4; lead++) {
            String cut = ProviderText.forClient("a".repeat(lead) + " " + "😀 ".repeat(1000));

            assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(ProviderText.MAX_BYTES);
            assertThat(cut).endsWith("...").doesNotContain("\uFFFD");
        }
    }
}
