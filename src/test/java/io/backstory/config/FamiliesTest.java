package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.window.Family;
import org.junit.jupiter.api.Test;

class FamiliesTest {

    @Test
    void every_tokenizer_family_of_the_window_can_be_named() {
        assertThat(ProvidersReader.FAMILIES).containsExactlyInAnyOrderElementsOf(Family.names());
    }
}
