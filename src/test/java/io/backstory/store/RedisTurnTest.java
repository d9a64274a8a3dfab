package io.backstory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.ChatException;
import io.backstory.chat.Turn;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisTurnTest {
    private static final String HASH = "aaaaaaaaaaaaaaaaaaaaaa";

    @Test
    void reads_what_it_wrote() {
        RandomTurns random = new RandomTurns(7);
        for (int seq = 1; seq <= 50; seq++) {
            Turn turn = random.turn(seq);

            assertThat(RedisTurn.decode(RedisTurn.encode(HASH, -1, turn, null), HASH, -1, seq))
                    .isEqualTo(turn);
        }
    }

    @Test
    void begins_with_what_a_script_looks_at() {
        Idempotency keyed = Turns.request(Idempotency.Mode.EXPLICIT, "key", "body");

        assertThat(new String(RedisTurn.encode(HASH, 1, Turns.turn(2, 3), keyed), StandardCharsets.UTF_8))
                .startsWith("1|" + HASH + "|0000000000000001|2|1|0000000000000003|" + RedisKeys.base64(keyed.key())
                        + "|completed|1800000000000|10|5|||{");
    }

    @ParameterizedTest
    @CsvSource({"bbbbbbbbbbbbbbbbbbbbbb, 1, 1", "aaaaaaaaaaaaaaaaaaaaaa, 2, 1", "aaaaaaaaaaaaaaaaaaaaaa, 1, 2"})
    void refuses_a_turn_that_stands_elsewhere(String hash, long generation, int seq) {
        byte[] element = RedisTurn.encode(HASH, 1, Turns.turn(1, 1), null);

        assertThatThrownBy(() -> RedisTurn.decode(element, hash, generation, seq))
                .isInstanceOf(ChatException.class)
                .hasMessage("A stored turn stands where it does not belong.");
    }

    @Test
    void refuses_what_is_no_turn() {
        assertThatThrownBy(() -> RedisTurn.decode("1|2|3".getBytes(StandardCharsets.US_ASCII), HASH, 1, 1))
                .isInstanceOf(ChatException.class);
    }
}
