package io.backstory.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyReaderTest {
    private final FakeEnvironment environment = new FakeEnvironment()
            .with("KEY", "from-variable")
            .with("BLANK", "")
            .with("KEY_FILE", "file:/run/secrets/key")
            .withFile("/run/secrets/key", "from-file\n".getBytes(UTF_8))
            .withFile("/run/secrets/empty", "\n".getBytes(UTF_8))
            .withFile("/run/secrets/two", "one\ntwo\n".getBytes(UTF_8));

    @Test
    void a_key_comes_from_a_variable_or_a_file() {
        assertThat(key("${KEY}")).isEqualTo("from-variable");
        assertThat(key("file:/run/secrets/key")).isEqualTo("from-file");
        assertThat(key("${KEY_FILE}")).isEqualTo("from-file");
    }

    @Test
    void none_means_no_key() {
        assertThat(key("none")).isNull();
        assertThat(key("${UNSET:-none}")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${BLANK}",
                "${UNSET}",
                "file:/run/secrets/missing",
                "file:/run/secrets/empty",
                "file:/run/secrets/two",
                "\"file:\\0\"",
                "\"two words\"",
                "\"\"",
                ""
            })
    void a_key_that_cannot_be_sent_is_refused(String written) {
        assertThat(ConfigFiles.refused(yaml(written), environment).problems())
                .singleElement()
                .extracting(Problem::path)
                .isEqualTo("providers.p.apiKey");
    }

    @Test
    void a_missing_file_is_told() {
        assertThat(ConfigFiles.refused(yaml("file:/run/secrets/missing"), environment)
                        .problems()
                        .get(0)
                        .explanation())
                .containsExactly("The file with the key does not exist.");
    }

    private @Nullable String key(String written) {
        GatewayConfig config = ConfigFiles.load(yaml(written), environment).config();
        Secret key = Objects.requireNonNull(config.providers().get("p")).apiKey();
        return key == null ? null : key.reveal();
    }

    private static String yaml(String key) {
        return ConfigFiles.provider("dialect: openai-chat\nbaseUrl: https://a.example\napiKey: " + key);
    }
}
