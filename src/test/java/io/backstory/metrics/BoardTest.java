package io.backstory.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shipped board asks only for what the gateway exports. */
class BoardTest {
    private static final Pattern METRIC = Pattern.compile("\\bbackstory_[a-z_]+");
    private static final Pattern OUTCOMES = Pattern.compile("outcome(=~|!~)\"([a-z_|]+)\"");

    private static JsonNode board;

    @BeforeAll
    static void read() throws IOException {
        board = new ObjectMapper()
                .readTree(Path.of("grafana", "dashboards", "backstory-overview.json")
                        .toFile());
    }

    @Test
    void every_metric_of_the_board_is_exported() {
        Set<String> asked = queries()
                .flatMap(query -> METRIC.matcher(query).results().map(MatchResult::group))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(asked).hasSizeGreaterThan(10);
        assertThat(Exposition.of(Happenings.afterOneOfEverything())
                        .labelsByName()
                        .keySet())
                .containsAll(asked);
    }

    @Test
    void availability_puts_every_outcome_but_ok_on_one_side() {
        assertThat(outcomes("=~")).isEqualTo(labels(true));
        assertThat(outcomes("!~")).isEqualTo(labels(false));
    }

    @Test
    void panels_have_ids_and_places_of_their_own() {
        Set<Integer> ids = new TreeSet<>();
        Set<String> cells = new TreeSet<>();
        for (JsonNode panel : board.get("panels")) {
            assertThat(ids.add(panel.get("id").asInt())).isTrue();
            occupy(panel.get("gridPos"), cells);
        }
    }

    private static void occupy(JsonNode place, Set<String> cells) {
        for (int x = 0; x < place.get("w").asInt(); x++) {
            for (int y = 0; y < place.get("h").asInt(); y++) {
                int column = place.get("x").asInt() + x;
                assertThat(column).isLessThan(24);
                assertThat(cells.add(column + "/" + (place.get("y").asInt() + y)))
                        .isTrue();
            }
        }
    }

    private static Stream<String> queries() {
        return Stream.of("expr", "definition").flatMap(field -> board.findValuesAsText(field).stream());
    }

    private static Set<String> outcomes(String operator) {
        return queries()
                .flatMap(query -> OUTCOMES.matcher(query).results())
                .filter(match -> match.group(1).equals(operator))
                .flatMap(match -> Arrays.stream(match.group(2).split("\\|", -1)))
                .collect(Collectors.toSet());
    }

    private static Set<String> labels(boolean bad) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome != Outcome.OK && outcome.isBad() == bad)
                .map(Outcome::label)
                .collect(Collectors.toSet());
    }
}
