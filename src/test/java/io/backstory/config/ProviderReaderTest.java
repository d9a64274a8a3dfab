package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderReaderTest {
    private static final String OPENAI = "dialect: openai-chat\napiKey: none\nbaseUrl: ";

    @Test
    void a_mistyped_setting_is_named_with_the_right_one() {
        assertThat(problems("dialect: simulator\ntoken_delay: 5ms"))
                .containsExactly("5:5 providers.p.token_delay | There is no setting called \"token_delay\" here."
                        + " Did you mean \"tokenDelay\"?");
    }

    @Test
    void a_setting_of_a_later_version_is_refused_and_not_ignored() {
        assertThat(problems("dialect: simulator\ncircuit: {failureRatio: 0.5}"))
                .containsExactly(
                        "5:5 providers.p.circuit | There is no setting called \"circuit\" here. It is one of"
                                + " allowPrivate, apiKey, baseUrl, dialect, faults, maxConnections, models, timeouts, tokenDelay.");
    }

    @Test
    void an_unknown_dialect_gets_a_suggestion() {
        assertThat(problems("dialect: openai_chat"))
                .containsExactly("4:14 providers.p.dialect | One of these is expected: openai-chat, anthropic-messages,"
                        + " simulator. Did you mean \"openai-chat\"?");
    }

    @Test
    void what_a_network_provider_needs_is_asked_for() {
        assertThat(problems("dialect: openai-chat"))
                .containsExactly(
                        "3:3 providers.p.baseUrl | baseUrl is missing, such as https://api.example.com/v1.",
                        "3:3 providers.p.apiKey | apiKey is missing."
                                + " Write ${NAME} for a variable that holds it, file:/path, or none.");
    }

    @Test
    void network_settings_of_the_simulator_and_the_reverse_are_refused() {
        assertThat(problems("dialect: simulator\nmaxConnections: 5"))
                .containsExactly("5:5 providers.p.maxConnections | The simulator makes no connection,"
                        + " so this has no meaning here. Remove it.");
        assertThat(problems(OPENAI + "https://a.example\nfaults: []"))
                .containsExactly("7:5 providers.p.faults | Only a provider with dialect: simulator has this setting.");
    }

    @Test
    void a_fault_is_checked() {
        assertThat(problems("dialect: simulator\nfaults: [{mode: fial, every: 0}, {}]"))
                .containsExactly(
                        "5:21 providers.p.faults[0].mode | One of these is expected: fail, stall, cut, rate_limit."
                                + " Did you mean \"fail\"?",
                        "5:34 providers.p.faults[0].every | A whole number from 1 to 1,000,000 is expected.",
                        "5:38 providers.p.faults[1].mode | mode is missing: fail, stall, cut or rate_limit.",
                        "5:38 providers.p.faults[1].every | every is missing: 5 means each fifth call.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:1",
                "http://api.localhost",
                "http://127.0.0.1",
                "http://10.1.2.3",
                "http://172.16.0.1",
                "http://192.168.1.1",
                "http://169.254.169.254",
                "http://100.64.0.1",
                "http://0.0.0.0",
                "http://[::1]:8000",
                "http://[fd00::1]",
                "http://[fe80::1]",
                "http://[::ffff:10.0.0.1]"
            })
    void a_private_address_needs_permission(String url) {
        assertThat(problems(OPENAI + url))
                .containsExactly("6:14 providers.p.baseUrl | This address is private: it leads into this machine or"
                        + " network. If that is meant, write allowPrivate: true beside it.");
        assertThat(ConfigFiles.warnings(ConfigFiles.provider(OPENAI + url + "\nallowPrivate: true")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.example.com",
                "ftp://a.example",
                "https://",
                "https://user:pass@a.example",
                "https://a_b@c",
                "https://a.example?x=1",
                "https://a.example/#x",
                "https://a.example:99999",
                "https://127.1",
                "https://a b",
                "\"\""
            })
    void an_address_that_is_not_a_plain_web_address_is_refused(String url) {
        assertThat(problems(OPENAI + url)).singleElement().asString().startsWith("6:14 providers.p.baseUrl | ");
    }

    @Test
    void a_key_sent_in_clear_to_a_public_address_is_a_warning() {
        String yaml = ConfigFiles.provider("dialect: openai-chat\napiKey: abc\nbaseUrl: http://api.example.com");

        assertThat(ConfigFiles.warnings(yaml))
                .containsExactly("6:14 providers.p.baseUrl"
                        + " | the key and every conversation travel without encryption; use https://.");
    }

    @Test
    void a_literal_that_looks_like_a_key_is_a_warning() {
        String yaml = ConfigFiles.provider("dialect: openai-chat\nbaseUrl: https://a.example\napiKey: sk-abc123def456");

        assertThat(ConfigFiles.warnings(yaml))
                .containsExactly("6:13 providers.p.apiKey"
                        + " | this looks like a real key. Put it into the environment and write ${NAME} here.");
    }

    @Test
    void a_model_needs_a_window_larger_than_its_output() {
        String yaml = ConfigFiles.SMALLEST.replace("maxOutput: 100", "maxOutput: 1000");

        assertThat(ConfigFiles.problems(yaml))
                .containsExactly("3:77 providers.sim.models.echo.maxOutput"
                        + " | maxOutput is part of contextWindow and must be smaller, or no prompt fits.");
        assertThat(ConfigFiles.problems(ConfigFiles.SMALLEST.replace("contextWindow: 1000, ", "")))
                .containsExactly("3:38 providers.sim.models.echo.contextWindow"
                        + " | contextWindow is missing: how many tokens the model takes, prompt and reply.");
    }

    @Test
    void an_unknown_encoding_is_refused() {
        assertThat(ConfigFiles.problems(ConfigFiles.SMALLEST.replace("100}", "100, encoding: o200k}")))
                .singleElement()
                .asString()
                .contains("One of these is expected: o200k_base, cl100k_base");
    }

    @Test
    void names_are_plain() {
        assertThat(ConfigFiles.problems(ConfigFiles.SMALLEST.replace("sim: {", "\"a/b\": {")))
                .contains("3:3 providers.a/b | A provider's name is at most 64 letters, digits and . _ -,"
                        + " and starts with a letter or digit.");
    }

    @Test
    void a_file_without_provider_and_route_is_refused() {
        assertThat(ConfigFiles.problems("version: 1\nproviders: {}\n"))
                .containsExactly(
                        "1:1 routes | There is no route. One is needed, such as  default: {targets: [provider/model]}",
                        "2:1 providers | There is no provider. One is needed, such as"
                                + " simulator: {dialect: simulator, models: {echo-1: {contextWindow: 32000, maxOutput: 4000}}}");
    }

    private static List<String> problems(String settings) {
        return ConfigFiles.problems(ConfigFiles.provider(settings));
    }
}
