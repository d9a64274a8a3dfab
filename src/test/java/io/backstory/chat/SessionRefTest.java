package io.backstory.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionRefTest {

    @Test
    void gives_two_tenants_with_the_same_id_different_keys() {
        assertThat(new SessionRef("acme", "demo").key()).isNotEqualTo(new SessionRef("globex", "demo").key());
        assertThat(new SessionRef("ab", "c").key()).isNotEqualTo(new SessionRef("a", "bc").key());
    }

    @Test
    void has_a_hash_of_22_characters() {
        assertThat(new SessionRef("acme", "demo").hash()).matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void accepts_1_to_128_characters() {
        assertThat(SessionRef.isValidId("a")).isTrue();
        assertThat(SessionRef.isValidId("a".repeat(128))).isTrue();
        assertThat(SessionRef.isValidId("a".repeat(129))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", ".a", "ä", "a\n", "a\u0000"})
    void refuses_every_other_form(String id) {
        assertThatThrownBy(() -> new SessionRef("acme", id))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID_SESSION_ID));
    }

    @Test
    void knows_the_ids_only_the_server_makes() {
        assertThat(new SessionRef("acme", "sess_x").isServerMade()).isTrue();
        assertThat(new SessionRef("acme", "conv_x").isServerMade()).isTrue();
        assertThat(new SessionRef("acme", "session").isServerMade()).isFalse();
    }
}
