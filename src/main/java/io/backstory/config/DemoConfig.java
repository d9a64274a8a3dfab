package io.backstory.config;

import org.jspecify.annotations.Nullable;

/**
 * The configuration of a gateway that was given no file: a simulated model on the loopback address, and a route for each
 * provider whose key is in the environment. It is a text in the format of the file, so that it can be shown, saved and
 * edited; keys stay references in it.
 */
public final class DemoConfig {
    private static final String SIMULATOR =
            """
            version: 1

            server:
              listen: ${BACKSTORY_LISTEN:-127.0.0.1:8080}
              management: ${BACKSTORY_MANAGEMENT:-127.0.0.1:9090}
              drainDelay: 0s

            auth:
              mode: none

            sessions:
              store:
                type: sqlite
                path: ${BACKSTORY_DB:-./data/backstory.db}

            providers:
              simulator:
                dialect: simulator
                models:
                  echo-1: {contextWindow: 32000, maxOutput: 4000}
            """;
    private static final String OPENAI =
            """
              openai:
                dialect: openai-chat
                baseUrl: ${OPENAI_BASE_URL:-https://api.openai.com/v1}
                apiKey: ${OPENAI_API_KEY}
                models:
                  gpt-5-mini: {contextWindow: 400000, maxOutput: 128000}
            """;
    private static final String ANTHROPIC =
            """
              anthropic:
                dialect: anthropic-messages
                baseUrl: ${ANTHROPIC_BASE_URL:-https://api.anthropic.com}
                apiKey: ${ANTHROPIC_API_KEY}
                models:
                  claude-sonnet-5: {contextWindow: 1000000, maxOutput: 128000}
            """;

    private final Environment environment;

    public DemoConfig(Environment environment) {
        this.environment = environment;
    }

    /** The text, without any secret in it. */
    public String yaml() {
        StringBuilder providers = new StringBuilder(SIMULATOR);
        StringBuilder routes = new StringBuilder("\nroutes:\n  default:\n    targets: [simulator/echo-1]\n");
        if (isSet("OPENAI_API_KEY")) {
            providers.append(OPENAI).append(allowPrivate("OPENAI_BASE_URL"));
            routes.append(route("openai", "openai/gpt-5-mini"));
        }
        if (isSet("ANTHROPIC_API_KEY")) {
            providers.append(ANTHROPIC).append(allowPrivate("ANTHROPIC_BASE_URL"));
            routes.append(route("anthropic", "anthropic/claude-sonnet-5"));
        }
        return providers.append(routes).toString();
    }

    /** Throws {@link ConfigException} when a variable holds something that cannot be used. */
    public LoadedConfig load() {
        return new ConfigLoader(environment).parse("the configuration made from the environment", yaml());
    }

    private static String route(String name, String target) {
        return "  " + name + ":\n    targets: [" + target + "]\n    history: {budgetTokens: 60000}\n";
    }

    /** An address from the environment was chosen by the operator, so it may be one of this machine. */
    private String allowPrivate(String variable) {
        return isSet(variable) ? "    allowPrivate: true\n" : "";
    }

    private boolean isSet(String variable) {
        @Nullable String value = environment.variable(variable);
        return value != null && !value.isBlank();
    }
}
