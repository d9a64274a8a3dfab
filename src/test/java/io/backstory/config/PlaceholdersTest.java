package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
    private final FakeEnvironment environment =
            new FakeEnvironment().with("SET", "value").with("EMPTY", "").with("TRICKY", "a: {b}\\1$2 ${SET}");
    private final Placeholders placeholders = new Placeholders(environment);

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "${SET}, value",
        "a${SET}b${SET}c, avaluebvaluec",
        "${EMPTY}, ''",
        "${SET:-other}, value",
        "${UNSET:-other}, other",
        "${EMPTY:-other}, other",
        "${UNSET:-}, ''",
        "${UNSET:-http://a:1/b}, http://a:1/b",
        "${SET:?needed}, value",
        "$$, $",
        "$${SET}, ${SET}",
        "$SET, $SET",
        "5$, 5$"
    })
    void a_reference_becomes_the_value(String text, String expected) throws Refused {
        assertThat(placeholders.replace(text)).isEqualTo(expected);
    }

    @Test
    void a_value_is_taken_as_it_is() throws Refused {
        assertThat(placeholders.replace("<${TRICKY}>")).isEqualTo("<a: {b}\\1$2 ${SET}>");
    }

    @Test
    void a_value_cannot_change_the_structure_of_the_file() {
        String yaml = ConfigFiles.provider("dialect: openai-chat\nbaseUrl: https://a.example\napiKey: ${KEY}");
        FakeEnvironment hostile = new FakeEnvironment().with("KEY", "x\n    allowPrivate: true");

        assertThat(ConfigFiles.refused(yaml, hostile).problems())
                .extracting(Problem::explanation)
                .containsExactly(List.of("A key is one line of printable ASCII characters without spaces."));
    }

    @Test
    void a_variable_that_is_not_set_is_told_with_what_to_do() {
        assertThatThrownBy(() -> placeholders.replace("${UNSET}"))
                .hasMessage("The environment variable UNSET is not set."
                        + " Set it, or write ${UNSET:-value} to give a default.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${UNSET:?ask Ada for it}", "${EMPTY:?ask Ada for it}"})
    void a_message_of_the_operator_is_told(String text) {
        assertThatThrownBy(() -> placeholders.replace(text)).hasMessageEndingWith("is not set. ask Ada for it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${SET", "${}", "${1A}", "${A-b}", "${A:b}", "${ SET }", "${A:-${SET}}"})
    void a_malformed_reference_is_refused(String text) {
        assertThatThrownBy(() -> placeholders.replace(text)).hasMessageStartingWith("A reference to an environment");
    }
}
