package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {

    @ParameterizedTest
    @ValueSource(strings = {"no", "on", "yes", "off", "1", "0", "True", "TRUE", "~x"})
    void only_true_and_false_are_booleans(String text) {
        String yaml = ConfigFiles.provider(
                "dialect: openai-chat\nbaseUrl: https://a.example\napiKey: none\nallowPrivate: " + text);

        assertThat(ConfigFiles.problems(yaml))
                .containsExactly("7:19 providers.p.allowPrivate | Only true and false are taken here.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"012", "0x10", "1_000", "1e3", "+5", "5.0", "9999999999", "-1", "0"})
    void a_number_is_plain_and_decimal(String text) {
        assertThat(ConfigFiles.problems(ConfigFiles.SMALLEST.replace("maxOutput: 100", "maxOutput: " + text)))
                .containsExactly("3:77 providers.sim.models.echo.maxOutput"
                        + " | A whole number from 1 to 100,000,000 is expected.");
    }

    @Test
    void names_that_older_yaml_reads_as_booleans_and_octals_stay_text() {
        String yaml = ConfigFiles.SMALLEST.replace("default:", "no:")
                + "  012: {targets: [sim/echo]}\n  on: {targets: [sim/echo]}\n";

        assertThat(ConfigFiles.load(yaml).config().routes().keySet()).containsExactly("no", "012", "on");
    }

    @Test
    void a_key_given_twice_is_refused() {
        assertThat(ConfigFiles.problems("version: 1\n" + ConfigFiles.SMALLEST))
                .containsExactly("2:1 version | \"version\" stands here twice, first in line 1.");
    }

    @Test
    void a_tab_in_the_indentation_is_refused() {
        assertThat(ConfigFiles.problems("version: 1\nserver:\n\tlisten: 127.0.0.1:80\n"))
                .containsExactly(
                        "3:1  | This is not valid YAML: found character '\\t(TAB)' that cannot start any token."
                                + " (Do not use \\t(TAB) for indentation). Indent with spaces, not with tabs.");
    }

    @Test
    void a_reference_without_quotes_inside_braces_is_explained() {
        assertThat(ConfigFiles.problems("version: 1\nserver: {listen: ${LISTEN}}\n"))
                .singleElement()
                .asString()
                .endsWith("Inside { } and [ ] a reference to a variable needs quotes: \"${NAME}\".");
    }

    @Test
    void anchors_and_aliases_are_refused() {
        assertThat(ConfigFiles.problems("a: &x [1]\nb: *x\n"))
                .containsExactly("1:4  | Anchors (&name) and aliases (*name) are not taken. Write the value out.");
    }

    @Test
    void an_alias_bomb_is_refused_at_its_first_anchor() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n");
        }

        assertThat(ConfigFiles.problems(bomb.toString())).hasSize(1);
    }

    @Test
    void a_second_document_is_refused() {
        assertThat(ConfigFiles.problems(ConfigFiles.SMALLEST + "---\nversion: 1\n"))
                .containsExactly("6:1  | A second document starts here. The configuration is one document.");
    }

    @Test
    void deep_nesting_is_refused() {
        assertThat(ConfigFiles.problems("[".repeat(100_000)))
                .containsExactly("1:33  | This is nested more than 32 levels deep.");
    }

    @Test
    void a_control_character_is_refused_where_it_stands() {
        assertThat(ConfigFiles.problems("version: 1\nserver: \u0001\n"))
                .containsExactly("2:1  | A control character stands in this line.");
    }

    @Test
    void type_tags_are_refused() {
        assertThat(ConfigFiles.problems(ConfigFiles.SMALLEST.replace("version: 1", "version: !one 1")))
                .containsExactly("1:10 version | Type tags (!name) are not taken. Write the value alone.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: \"\\U99999999\"",
                "a: \"\\UFFFFFFFF\"",
                "a: \"\\ud800\"",
                "a: \"\\xZZ\"",
                "%YAML 9.9\n---\na: 1",
                "%YAML 99999999999.1\n---\na: 1",
                "%TAG ! !\n%TAG ! !\n---\na: 1",
                "a: !<%zz> 1",
                "a: !%C3%28 1",
                "a: |9999999999\n  b",
                "a: \uD83D",
                "? [a]\n: 1",
                "a:\n - b\n  c: d"
            })
    void odd_yaml_is_refused_like_any_other(String text) {
        assertThat(ConfigFiles.refused(text).problems()).isNotEmpty();
    }

    @Test
    void an_endless_line_is_refused_with_a_short_excerpt() {
        String text = ConfigFiles.SMALLEST + "x".repeat(500_000) + ": 1\n";

        assertThat(ConfigFiles.problems(text)).singleElement().asString().hasSizeLessThan(2500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n"})
    void an_empty_file_is_refused(String text) {
        assertThat(ConfigFiles.refused(text).problems()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a, b]", "text", "12"})
    void a_file_that_is_no_group_is_refused(String text) {
        assertThat(ConfigFiles.problems(text))
                .contains("1:1  | A group of settings is expected here, such as \"name: value\" lines, indented.");
    }
}
