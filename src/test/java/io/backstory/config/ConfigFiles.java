package io.backstory.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

/** Small configurations for the tests of this package. */
final class ConfigFiles {
    /** The shortest one that can be used. */
    static final String SMALLEST =
            """
            version: 1
            providers:
              sim: {dialect: simulator, models: {echo: {contextWindow: 1000, maxOutput: 100}}}
            routes:
              default: {targets: [sim/echo]}
            """;

    private ConfigFiles() {}

    static LoadedConfig load(String yaml) {
        return load(yaml, new FakeEnvironment());
    }

    static LoadedConfig load(String yaml, Environment environment) {
        return new ConfigLoader(environment).parse("gateway.yaml", yaml);
    }

    static ConfigException refused(String yaml) {
        return refused(yaml, new FakeEnvironment());
    }

    static ConfigException refused(String yaml, Environment environment) {
        return catchThrowableOfType(ConfigException.class, () -> load(yaml, environment));
    }

    /** Each problem as {@code line:column path | explanation}. */
    static List<String> problems(String yaml) {
        return refused(yaml).problems().stream().map(ConfigFiles::shown).toList();
    }

    static List<String> warnings(String yaml) {
        return load(yaml).warnings().stream().map(ConfigFiles::shown).toList();
    }

    /** A provider {@code p} with the given settings beside its model, and a route to it. */
    static String provider(String settings) {
        return "version: 1\nproviders:\n  p:\n" + settings.indent(4)
                + "    models: {m: {contextWindow: 1000, maxOutput: 100}}\nroutes:\n  default: {targets: [p/m]}\n";
    }

    /** The smallest configuration with more sections. */
    static String smallestAnd(String sections) {
        return SMALLEST + sections;
    }

    private static String shown(Problem problem) {
        return problem.line() + ":" + problem.column() + " " + problem.path() + " | "
                + String.join(" ", problem.explanation());
    }
}
