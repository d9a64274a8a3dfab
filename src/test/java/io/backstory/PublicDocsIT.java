package io.backstory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.backstory.testing.GatewayProcess;
import io.backstory.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README do what the README says. */
class PublicDocsIT {
    private static final Pattern CURL = Pattern.compile("<!-- tested: curl -->\n```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)(?:#[^)]*)?\\)");

    @TempDir
    Path directory;

    @Test
    void the_curls_show_that_the_second_answer_knows_the_first() throws Exception {
        assumeTrue(CurlCommand.isInstalled(), "curl is not installed here");
        try (GatewayProcess gateway = GatewayProcess.demo(directory)) {
            List<String> answers = new ArrayList<>();
            for (CurlCommand curl : curls()) {
                answers.add(curl.to(gateway.doors()).run());
            }
            assertThatTheSecondKnowsTheFirst(answers);
        }
    }

    @Test
    void the_requests_of_the_curls_show_the_same_where_there_is_no_curl() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.demo(directory)) {
            assertThatTheSecondKnowsTheFirst(curls().stream()
                    .map(curl -> curl.to(gateway.doors()).send())
                    .toList());
        }
    }

    @Test
    void the_requests_of_the_sessions_api_are_all_answered() throws Exception {
        try (GatewayProcess gateway = GatewayProcess.demo(directory)) {
            List<String> answers = curls("docs/api.md").stream()
                    .map(curl -> curl.to(gateway.doors()).send())
                    .toList();

            assertThat(answers).hasSizeGreaterThan(5).noneMatch(answer -> answer.contains("urn:backstory:error"));
            assertThat(answers.get(2)).contains("Ada");
        }
    }

    private static void assertThatTheSecondKnowsTheFirst(List<String> answers) {
        assertThat(answers).hasSize(3);
        assertThat(Reply.parse(answers.get(1)).at("/response").asText()).contains("Ada");
        assertThat(Reply.parse(answers.get(2)).at("/choices/0/message/content").asText())
                .contains("Ada");
    }

    @Test
    void the_commands_of_the_first_minute_are_the_ones_that_are_tested() throws IOException {
        assertThat(Files.readString(Path.of("README.md")))
                .contains("mvn -q -DskipTests package && java -jar target/backstory.jar", "mvn verify");
        assertThat(Files.readString(Path.of(".ci/run"))).contains("verify");
    }

    @Test
    void links_lead_to_files_that_exist() throws IOException {
        try (var documents = Files.walk(Path.of("docs"))) {
            List<Path> pages = new ArrayList<>(
                    documents.filter(path -> path.toString().endsWith(".md")).toList());
            pages.add(Path.of("README.md"));
            for (Path page : pages) {
                Matcher link = LINK.matcher(Files.readString(page));
                while (link.find()) {
                    assertThat(page.toAbsolutePath().resolveSibling(link.group(1)))
                            .as("link in %s", page)
                            .exists();
                }
            }
        }
    }

    private static List<CurlCommand> curls() throws IOException {
        return curls("README.md");
    }

    /** A block may hold several commands. */
    private static List<CurlCommand> curls(String page) throws IOException {
        return CURL.matcher(Files.readString(Path.of(page)))
                .results()
                .flatMap(found -> Stream.of(found.group(1).strip().split("\n(?=curl )", -1)))
                .map(CurlCommand::new)
                .toList();
    }
}
