package io.backstory.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.config.AuthConfig;
import io.backstory.config.AuthConfig.KeyConfig;
import io.backstory.config.AuthConfig.TenantConfig;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private static final String ACME = "bsk_acme-secret";
    private static final String GLOBEX = "bsk_globex-secret";

    private final List<Refusal> refusals = new ArrayList<>();
    private final ApiKeys keys = new ApiKeys(
            new AuthConfig(
                    AuthConfig.Mode.KEYS,
                    false,
                    List.of(
                            new TenantConfig("acme", List.of(key("acme-web", ACME)), List.of()),
                            new TenantConfig("globex", List.of(key("globex-1", GLOBEX)), List.of("small")))),
            refusals::add);

    @Test
    void a_bearer_key_names_the_caller() {
        Caller caller = keys.authenticate("Bearer " + ACME, null);

        assertThat(caller.tenant()).isEqualTo("acme");
        assertThat(caller.keyId()).isEqualTo("acme-web");
        assertThat(refusals).isEmpty();
    }

    @Test
    void the_scheme_may_be_written_in_any_case() {
        assertThat(keys.authenticate("bearer  " + ACME, null).tenant()).isEqualTo("acme");
    }

    @Test
    void an_x_api_key_names_the_caller() {
        assertThat(keys.authenticate(null, GLOBEX).tenant()).isEqualTo("globex");
    }

    @Test
    void the_same_key_in_both_headers_is_one_key() {
        assertThat(keys.authenticate("Bearer " + ACME, ACME).tenant()).isEqualTo("acme");
    }

    @Test
    void two_different_keys_are_refused_even_when_both_are_valid() {
        refuses("Bearer " + ACME, GLOBEX, Refusal.MALFORMED);
    }

    @Test
    void no_key_is_refused_as_missing() {
        refuses(null, null, Refusal.MISSING);
    }

    @Test
    void another_scheme_is_refused_even_beside_a_valid_key() {
        refuses("Basic " + ACME, ACME, Refusal.MALFORMED);
    }

    @Test
    void an_empty_key_is_refused() {
        refuses("Bearer ", null, Refusal.MALFORMED);
        refuses(null, " ", Refusal.MALFORMED);
        refuses("Bearer ", ACME, Refusal.MALFORMED);
    }

    @Test
    void a_key_is_looked_up_whole() {
        refuses("Bearer " + ACME + "x", null, Refusal.UNKNOWN_KEY);
        refuses("Bearer " + ACME.substring(0, ACME.length() - 1), null, Refusal.UNKNOWN_KEY);
    }

    @Test
    void everyone_is_the_default_tenant_when_no_key_is_asked_for() {
        ApiKeys open = new ApiKeys(AuthConfig.OPEN, refusals::add);

        assertThat(open.authenticate(null, null).tenant()).isEqualTo("default");
        assertThat(open.authenticate("Basic x", "y")).isEqualTo(open.authenticate(null, null));
        assertThat(open.authenticate(null, null).mayUse("any")).isTrue();
    }

    @Test
    void a_tenant_without_routes_may_use_all_and_one_with_routes_only_these() {
        assertThat(keys.authenticate(null, ACME).mayUse("large")).isTrue();
        assertThat(keys.authenticate(null, GLOBEX).mayUse("small")).isTrue();
        assertThat(keys.authenticate(null, GLOBEX).mayUse("large")).isFalse();
    }

    @Test
    void a_hash_used_twice_cannot_be_configured() {
        TenantConfig one = new TenantConfig("one", List.of(key("a", ACME)), List.of());
        TenantConfig two = new TenantConfig("two", List.of(key("b", ACME)), List.of());
        AuthConfig config = new AuthConfig(AuthConfig.Mode.KEYS, false, List.of(one, two));

        assertThatThrownBy(() -> new ApiKeys(config, refusals::add)).hasMessageContaining("key b of tenant two");
    }

    private void refuses(@Nullable String authorization, @Nullable String apiKey, Refusal reason) {
        refusals.clear();
        assertThatThrownBy(() -> keys.authenticate(authorization, apiKey))
                .isInstanceOfSatisfying(ChatException.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(Kind.INVALID_API_KEY);
                    assertThat(refused.getMessage()).doesNotContain("secret");
                });
        assertThat(refusals).containsExactly(reason);
    }

    private static KeyConfig key(String id, String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
            return new KeyConfig(id, HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
