package io.backstory.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigReportTest {

    @Test
    void shows_all_problems_at_once_with_line_column_path_and_advice() throws IOException {
        ConfigException refused = ConfigFiles.refused(resource("six-problems.yaml"));

        assertThat(ConfigReport.of(refused)).isEqualTo(resource("six-problems.txt"));
    }

    @Test
    void shows_the_warnings_of_a_configuration_that_can_be_used() throws IOException {
        LoadedConfig loaded = ConfigFiles.load(
                ConfigFiles.smallestAnd(
                        """
                sessions: {store: {type: memory}}
                auth: {mode: none, openOnPurpose: true}
                server: {listen: 0.0.0.0:80, management: 0.0.0.0:90}
                """));

        assertThat(ConfigReport.of("gateway.yaml", loaded))
                .isEqualTo(
                        """
                gateway.yaml has no problems

                2 warnings
                  line 6  sessions.store.type: the memory store forgets every conversation when the gateway stops; it is meant for tests.
                  line 8  server.management: whoever can reach 0.0.0.0:90 reads metrics and health; never publish this port.
                """);
    }

    @Test
    void says_in_one_line_that_nothing_is_wrong() {
        assertThat(ConfigReport.of("gateway.yaml", ConfigFiles.load(ConfigFiles.SMALLEST)))
                .isEqualTo("gateway.yaml has no problems\n");
    }

    @Test
    void shows_no_place_when_the_whole_file_is_meant() {
        ConfigException refused = new ConfigException(
                "gateway.yaml", List.of(new Problem(0, 0, 0, "", "", List.of("There is no such file."))), List.of());

        assertThat(ConfigReport.of(refused))
                .isEqualTo(
                        """
                gateway.yaml has 1 problem

                     There is no such file.

                Nothing was started. Fix this and try again.
                """);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = ConfigReportTest.class.getResourceAsStream(name)) {
            return new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
