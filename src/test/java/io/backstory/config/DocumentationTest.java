package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages say what the gateway does. */
class DocumentationTest {
    private static final Pattern ROW = Pattern.compile("^\\| (`[^|]*`) \\|", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REFUSED = Pattern.compile("It is one of (.*)\\.");

    /** A configuration with a setting nobody knows in every group, so that every group tells what it takes. */
    private static final String EVERY_GROUP =
            """
            unheardOf: 1
            server: {unheardOf: 1}
            auth: {mode: keys, unheardOf: 1, tenants: [{unheardOf: 1, keys: [{unheardOf: 1}]}]}
            providers:
              <name>:
                dialect: simulator
                unheardOf: 1
                timeouts: {unheardOf: 1}
                faults: [{unheardOf: 1}]
                models: {<model>: {unheardOf: 1}}
            routes: {<name>: {unheardOf: 1, history: {unheardOf: 1}}}
            sessions:
              unheardOf: 1
              store: {type: redis, unheardOf: 1, sentinel: {unheardOf: 1}}
              nearCache: {unheardOf: 1}
              concurrentTurns: {unheardOf: 1}
              queue: {unheardOf: 1}
            logging: {unheardOf: 1}
            """;

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("docs"))) {
            return Stream.concat(Stream.of(Path.of("README.md")), files.filter(file -> file.toString()
                            .endsWith(".md")))
                    .toList();
        }
    }

    @Test
    void the_table_of_settings_holds_exactly_what_the_loader_takes() throws IOException {
        assertThat(documented()).isEqualTo(known());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_configuration_shown_can_be_used(Path page) throws IOException {
        for (String yaml : found(YAML, Files.readString(page))) {
            LoadedConfig loaded = ConfigFiles.load(yaml, ExamplesTest.ENVIRONMENT);

            assertThat(ConfigReport.of("it", loaded)).isEqualTo("it has no problems\n");
        }
    }

    @Test
    void the_readme_shows_a_configuration_of_ten_lines() throws IOException {
        assertThat(found(YAML, Files.readString(Path.of("README.md"))))
                .singleElement()
                .satisfies(yaml -> assertThat(yaml.lines()).hasSize(10));
    }

    @Test
    void every_error_code_is_documented() throws IOException {
        String page = Files.readString(Path.of("docs", "api.md"));
        for (Kind kind : Kind.values()) {
            if (kind != Kind.CANCELLED) { // nobody is left to read it
                assertThat(page).contains("`" + kind.code() + "`");
            }
        }
    }

    private static Set<String> documented() throws IOException {
        Set<String> settings = new TreeSet<>();
        for (String cell : found(ROW, Files.readString(Path.of("docs", "configuration.md")))) {
            assertThat(settings).doesNotContainAnyElementsOf(found(CODE, cell));
            settings.addAll(found(CODE, cell));
        }
        return settings;
    }

    /** The paths of all settings but the groups, which hold other settings. */
    private static Set<String> known() {
        Set<String> settings = new TreeSet<>();
        for (Problem problem : ConfigFiles.refused(EVERY_GROUP).problems()) {
            String group = problem.path().replace("[0]", "[]").replaceAll("\\.?unheardOf$", "");
            for (String names : found(REFUSED, String.join(" ", problem.explanation()))) {
                if (problem.path().endsWith("unheardOf")) {
                    Stream.of(names.split(", ", -1))
                            .map(name -> group.isEmpty() ? name : group + "." + name)
                            .forEach(settings::add);
                }
            }
        }
        settings.removeIf(
                group -> settings.stream().anyMatch(each -> each.matches(Pattern.quote(group) + "(\\[])?\\..*")));
        return settings;
    }

    private static List<String> found(Pattern pattern, String text) {
        List<String> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        matcher.results().forEach(each -> found.add(each.group(1)));
        return found;
    }
}
