package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AuthReaderTest {
    private static final String HASH = "ab".repeat(32);
    private static final String OTHER = "cd".repeat(32);

    @Test
    void an_open_door_others_can_reach_is_refused() {
        String advice = "Anyone who can reach 0.0.0.0:8080 could spend on your providers."
                + " Use mode: keys, or listen on 127.0.0.1.";

        assertThat(problems("server: {listen: 0.0.0.0:8080}\nauth:\n  mode: none\n"))
                .containsExactly("8:9 auth.mode | " + advice);
        assertThat(problems("server: {listen: 0.0.0.0:8080}\n")).containsExactly("6:18 auth | " + advice);
    }

    @Test
    void a_name_that_only_begins_like_a_loopback_address_is_not_one() {
        assertThat(problems("server: {listen: 127.evil.example:8080}\n")).hasSize(1);
        assertThat(ConfigFiles.warnings(ConfigFiles.smallestAnd("server: {listen: 127.8.8.8:8080}\n")))
                .isEmpty();
    }

    @Test
    void an_open_door_on_purpose_is_taken() {
        String yaml =
                ConfigFiles.smallestAnd("server: {listen: 0.0.0.0:8080}\nauth: {mode: none, openOnPurpose: true}\n");

        assertThat(ConfigFiles.load(yaml).config().auth().openOnPurpose()).isTrue();
    }

    @Test
    void mode_keys_needs_a_key() {
        assertThat(problems("auth: {mode: keys}\n"))
                .containsExactly("6:1 auth.tenants | mode: keys needs tenants with keys, or nobody can call.");
        assertThat(problems("auth: {mode: keys, tenants: []}\n"))
                .containsExactly("6:29 auth.tenants | At least one tenant is needed.");
        assertThat(problems("auth: {mode: keys, tenants: [{id: a, keys: []}]}\n"))
                .containsExactly("6:44 auth.tenants[0].keys | At least one key is needed.");
    }

    @Test
    void tenants_that_mode_none_would_ignore_are_refused() {
        assertThat(problems("auth: {mode: none, tenants: [{id: a, keys: [{id: k, sha256: " + HASH + "}]}]}\n"))
                .containsExactly("6:20 auth.tenants"
                        + " | With mode: none no key is asked for. Use mode: keys, or remove tenants.");
    }

    @Test
    void a_section_without_mode_is_refused() {
        assertThat(problems("auth: {openOnPurpose: true}\n"))
                .containsExactly("6:1 auth.mode | mode is missing: keys, or none.");
    }

    @Test
    void ids_and_keys_are_given_once() {
        assertThat(problems(tenants("a", "k", HASH, "a", "k", HASH.toUpperCase(Locale.ROOT))))
                .containsExactly(
                        "10:12 auth.tenants[1].id | The same id stands in line 9 already.",
                        "10:27 auth.tenants[1].keys[0].id | The same id stands in line 9 already.",
                        "10:38 auth.tenants[1].keys[0].sha256 | The same key stands in line 9 already.");
    }

    @Test
    void a_hash_has_64_hex_digits() {
        assertThat(problems(tenants("a", "k", HASH, "b", "l", OTHER.substring(1))))
                .containsExactly("10:38 auth.tenants[1].keys[0].sha256 | The SHA-256 of the key is expected,"
                        + " 64 hex digits; never the key itself. printf %s \"$KEY\" | sha256sum   prints it.");
    }

    @Test
    void the_routes_of_a_tenant_exist() {
        String yaml = tenants("a", "k", HASH, "b", "l", OTHER).replace("]}\n", "], routes: [defalt]}\n");

        assertThat(problems(yaml))
                .contains(
                        "9:115 auth.tenants[0].routes[0] | There is no route called \"defalt\". Did you mean \"default\"?");
    }

    @Test
    void an_empty_list_of_routes_does_not_mean_all() {
        String yaml = tenants("a", "k", HASH, "b", "l", OTHER).replace("]}\n", "], routes: []}\n");

        assertThat(problems(yaml))
                .contains("9:114 auth.tenants[0].routes"
                        + " | Without a route the tenant can ask nothing. Omit routes for all.");
    }

    private static List<String> problems(String sections) {
        return ConfigFiles.problems(ConfigFiles.smallestAnd(sections));
    }

    private static String tenants(String... parts) {
        return String.format(
                """
                auth:
                  mode: keys
                  tenants:
                    - {id: %s, keys: [{id: %s, sha256: %s}]}
                    - {id: %s, keys: [{id: %s, sha256: %s}]}
                """,
                (Object[]) parts);
    }
}
