package io.backstory.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTokenTest {

    @Test
    void has_38_characters_and_reads_back() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            byte[] key = new byte[16];
            random.nextBytes(key);
            ResponseToken token =
                    new ResponseToken(Bytes.wrap(key), 1 + random.nextInt(Integer.MAX_VALUE - 1), random.nextLong());

            assertThat(token.text()).as("seed %d", seed).hasSize(38);
            assertThat(ResponseToken.parse(token.text())).contains(token);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "short",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!",
                "AAAAAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAB"
            })
    void is_absent_for_text_it_cannot_have_written(String text) {
        assertThat(ResponseToken.parse(text)).isEmpty();
    }
}
