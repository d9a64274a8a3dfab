package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExamplesTest {
    static final Path FOLDER = Path.of("config", "examples");

    /** The variables the examples ask for. */
    static final FakeEnvironment ENVIRONMENT = new FakeEnvironment()
            .with("OPENAI_API_KEY", "openai-key")
            .with("ANTHROPIC_API_KEY", "anthropic-key")
            .with("REDIS_PASSWORD", "redis-password")
            .with("SENTINEL_PASSWORD", "sentinel-password")
            .with("GROQ_API_KEY", "groq-key")
            .with("DEEPSEEK_API_KEY", "deepseek-key")
            .with("ACME_WEB_KEY_SHA256", "a1".repeat(32))
            .with("ACME_BATCH_KEY_SHA256", "b2".repeat(32))
            .with("GLOBEX_APP_KEY_SHA256", "c3".repeat(32));

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_example_can_be_used_and_has_no_warning(Path file) throws IOException {
        LoadedConfig loaded = load(file.getFileName().toString());

        assertThat(ConfigReport.of("it", loaded)).isEqualTo("it has no problems\n");
        assertThat(loaded.config().defaultRoute()).isEqualTo("default");
    }

    @Test
    void there_is_an_example_for_each_case() throws IOException {
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "anthropic.yaml",
                        "demo.yaml",
                        "ollama.yaml",
                        "openai-compatible.yaml",
                        "openai.yaml",
                        "redis-sentinel.yaml",
                        "redis.yaml",
                        "two-tenants.yaml");
    }

    @Test
    void the_demo_example_is_what_runs_without_a_file() throws IOException {
        assertThat(load("demo.yaml")).isEqualTo(new DemoConfig(new FakeEnvironment()).load());
    }

    private static LoadedConfig load(String name) throws IOException {
        return ConfigFiles.load(Files.readString(FOLDER.resolve(name)), ENVIRONMENT);
    }
}
