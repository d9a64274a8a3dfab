package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.config.RouteConfig.Target;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoConfigTest {

    @Test
    void without_keys_the_simulator_answers_on_the_loopback_address() {
        GatewayConfig config = new DemoConfig(new FakeEnvironment()).load().config();

        assertThat(config.server().listen()).hasToString("127.0.0.1:8080");
        assertThat(config.server().management()).hasToString("127.0.0.1:9090");
        assertThat(config.auth().mode()).isEqualTo(AuthConfig.Mode.NONE);
        assertThat(config.sessions()).isEqualTo(SessionsConfig.DEFAULT);
        assertThat(config.routes().values())
                .extracting(RouteConfig::targets)
                .containsExactly(List.of(new Target("simulator", "echo-1")));
    }

    @Test
    void a_key_in_the_environment_adds_its_provider_and_route() {
        FakeEnvironment environment =
                new FakeEnvironment().with("OPENAI_API_KEY", "openai-key").with("ANTHROPIC_API_KEY", "anthropic-key");

        LoadedConfig loaded = new DemoConfig(environment).load();

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().routes().keySet()).containsExactly("default", "openai", "anthropic");
        assertThat(loaded.config().providers().values())
                .extracting(ProviderConfig::baseUrl)
                .containsExactly(
                        null, URI.create("https://api.openai.com/v1"), URI.create("https://api.anthropic.com"));
    }

    @Test
    void another_address_may_be_one_of_this_machine() {
        FakeEnvironment environment = new FakeEnvironment()
                .with("OPENAI_API_KEY", "openai-key")
                .with("OPENAI_BASE_URL", "http://127.0.0.1:4000/v1");

        assertThat(new DemoConfig(environment).load().config().providers().values())
                .extracting(ProviderConfig::baseUrl)
                .contains(URI.create("http://127.0.0.1:4000/v1"));
    }

    @Test
    void a_blank_key_counts_as_none() {
        FakeEnvironment environment = new FakeEnvironment().with("OPENAI_API_KEY", " ");

        assertThat(new DemoConfig(environment).load().config().providers()).containsOnlyKeys("simulator");
    }

    @Test
    void the_text_holds_no_key() {
        FakeEnvironment environment = new FakeEnvironment().with("ANTHROPIC_API_KEY", "anthropic-key");

        assertThat(new DemoConfig(environment).yaml())
                .contains("apiKey: ${ANTHROPIC_API_KEY}")
                .doesNotContain("anthropic-key");
    }

    @Test
    void a_variable_that_cannot_be_used_is_a_problem() {
        FakeEnvironment environment =
                new FakeEnvironment().with("OPENAI_API_KEY", "key").with("OPENAI_BASE_URL", "not an address");

        assertThatThrownBy(() -> new DemoConfig(environment).load())
                .isInstanceOf(ConfigException.class)
                .hasMessage("the configuration made from the environment has 1 problem");
    }
}
