package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsStayHiddenTest {
    private static final String LITERAL = "sk-proj-Zq81mVxR4tPw";
    private static final String ODD = "correct-horse";

    @Test
    void no_record_shows_a_key() {
        FakeEnvironment environment = new FakeEnvironment().with("KEY", LITERAL);
        LoadedConfig loaded = ConfigFiles.load(
                ConfigFiles.provider("dialect: openai-chat\nbaseUrl: https://a.example\napiKey: ${KEY}"), environment);

        assertThat(loaded.toString()).contains("***").doesNotContain(LITERAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiKey: %s",
                "apiKey: '%s'",
                "apiKey: \"%s",
                "apikey: %s",
                "api_key: %s",
                "API-KEY: %s",
                "{apiKey: %s, other: 1}",
                "apiKey: [%s]",
                "apiKey: ${UNSET:-%s}",
                "apiKey: ${UNSET:?%s",
                "apiKey: !tag %s",
                "apiKey: &anchor %s",
                "baseUrl: https://user:%s@host.example/",
                "password: %s",
                "auth: {tenants: [{keys: [{sha256: %s}]}]}",
                "%s: 1",
                "- %s",
                "text %s: : :"
            })
    void no_report_shows_a_literal_key(String line) {
        String report = report("version: 1\n" + line.replace("%s", LITERAL) + "\n");

        assertThat(report).doesNotContain(LITERAL).doesNotContain("Zq81mVxR4tPw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiKey: %s",
                "apiKey: '%s'",
                "apiKey: \"%s\"",
                "{apiKey: %s, other: 1}",
                "apikey: %s",
                "apiKey: ${UNSET:-%s}",
                "adminToken: %s",
                "baseUrl: https://user:%s@host.example/",
                "secret: %s # why"
            })
    void no_report_shows_a_secret_of_any_form_behind_a_telling_name(String line) {
        assertThat(report("version: 1\n" + line.replace("%s", ODD) + "\n")).doesNotContain(ODD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server: {drain: \"${V}\", listen: \"${V}\", maxBodyBytes: \"${V}\"}",
                "logging: {level: \"${V}\"}",
                "sessions: {store: {type: \"${V}\"}}",
                "auth: {mode: \"${V}\", tenants: [{id: \"${V} \", keys: [{id: a, sha256: \"${V}\"}], routes: [\"${V}\"]}]}",
                "routes: {r: {targets: [\"${V}\", \"p/${V}\"], history: {lowWater: \"${V}\"}}}",
                "providers: {p: {dialect: \"${V}\"}, q: {dialect: openai-chat, baseUrl: \"${V}\", apiKey: \"${V} x\"}}"
            })
    void no_report_shows_what_a_variable_holds(String line) {
        FakeEnvironment environment = new FakeEnvironment().with("V", ODD);

        String report = ConfigReport.of(ConfigFiles.refused("version: 1\n" + line + "\n", environment));

        assertThat(report).doesNotContain(ODD);
    }

    @Test
    void references_and_numbers_stay_readable() {
        String line = "apiKey: ${A_KEY}, \"sha256\": \"${B_SHA256}\", apiKey: file:/run/key, apiKey: none,"
                + " budgetTokens: 60000, firstToken: 60s, apiKey: ${C:?set C}, keys: [{id: web}]";

        assertThat(Redaction.line(line)).isEqualTo(line);
    }

    private static String report(String yaml) {
        return ConfigReport.of(ConfigFiles.refused(yaml));
    }
}
