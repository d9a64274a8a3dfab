package io.backstory.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SurrogatesTest {

    @Test
    void replaces_each_lone_half_and_no_pair() {
        assertThat(Surrogates.repaired("\uD83Da\uDE00 😀\uD83D")).isEqualTo("\uFFFDa\uFFFD 😀\uFFFD");
    }

    @Test
    void gives_sound_text_back_as_it_is() {
        String sound = "é 😀";

        assertThat(Surrogates.repaired(sound)).isSameAs(sound);
    }

    @Test
    void knows_when_a_pair_may_go_on() {
        assertThat(Surrogates.endsInHalf("a\uD83D")).isTrue();
        assertThat(Surrogates.endsInHalf("😀")).isFalse();
        assertThat(Surrogates.endsInHalf("")).isFalse();
    }

    @Test
    void a_lone_half_never_stops_the_writer() {
        assertThat(new JsonWriter().value("\uD83D").toBytes().utf8()).isEqualTo("\"\uFFFD\"");
    }
}
