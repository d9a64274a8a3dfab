package io.backstory;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        List<String> curls = curls();
        assertThat(curls).hasSize(3);
        try (BuiltJar gateway = BuiltJar.demo(directory)) {
            run(curls.get(0), gateway);
            assertThat(run(curls.get(1), gateway).at("/response").asText()).contains("Ada");
            assertThat(run(curls.get(2), gateway)
                            .at("/choices/0/message/content")
                            .asText())
                    .contains("Ada");
        }
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

    private static List<String> curls() throws IOException {
        List<String> curls = new ArrayList<>();
        Matcher matcher = CURL.matcher(Files.readString(Path.of("README.md")));
        while (matcher.find()) {
            curls.add(matcher.group(1).strip());
        }
        return curls;
    }

    /** Runs a command of the README as it stands, but for the port. */
    private com.fasterxml.jackson.databind.JsonNode run(String curl, BuiltJar gateway) throws Exception {
        String command = curl.replace("localhost:8080", gateway.doors().getAuthority());
        Process process = new ProcessBuilder("sh", "-c", command).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Reply.parse(output);
    }
}
