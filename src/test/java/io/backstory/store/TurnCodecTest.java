package io.backstory.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.Kind;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TurnCodecTest {

    @Test
    void gives_back_any_turn_as_it_was() {
        for (int i = 0; i < 500; i++) {
            long seed = new Random().nextLong();
            Turn turn = new RandomTurns(seed).turn(1 + i);

            assertThat(TurnCodec.turn(TurnCodec.encode(turn)))
                    .as("seed %d", seed)
                    .isEqualTo(turn);
        }
    }

    @Test
    void gives_back_any_settings_as_they_were() {
        for (int i = 0; i < 500; i++) {
            long seed = new Random().nextLong();
            SessionSettings settings = new RandomTurns(seed).settings();

            assertThat(TurnCodec.settings(TurnCodec.encode(settings)))
                    .as("seed %d", seed)
                    .isEqualTo(settings);
        }
    }

    @Test
    void has_a_sample_of_every_kind_of_content() {
        List<Content> samples = new RandomTurns(1).contents();

        assertThat(types(samples.stream())).isEqualTo(Set.of(Content.class.getPermittedSubclasses()));
        assertThat(types(
                        samples.stream().filter(Content.Media.class::isInstance).map(it -> ((Content.Media) it)
                                .source())))
                .isEqualTo(Set.of(Content.MediaSource.class.getPermittedSubclasses()));
    }

    @Test
    void stores_plain_json_that_a_database_shell_shows() {
        byte[] stored = TurnCodec.encode(Turns.turn(3, 7));

        assertThat(new String(stored, UTF_8))
                .startsWith("{\"v\":1,\"seq\":3,\"nonce\":7,\"status\":\"completed\",\"at\":\"2027-01-15T08:00:00Z\"")
                .contains("\"in\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"question 3\"}]}]");
    }

    @Test
    void passes_over_a_member_it_does_not_know() {
        Turn turn = Turns.turn(1, 7);

        assertThat(TurnCodec.turn(changed(turn, "\"seq\"", "\"later\":{\"a\":[1]},\"seq\"")))
                .isEqualTo(turn);
    }

    @Test
    void refuses_another_version() {
        assertRefused(changed(Turns.turn(1, 7), "\"v\":1", "\"v\":2"), "format version 2; this gateway reads 1");
    }

    @Test
    void refuses_a_kind_of_content_it_does_not_know() {
        assertRefused(changed(Turns.turn(1, 7), "\"type\":\"text\"", "\"type\":\"smell\""), "cannot be read");
    }

    @Test
    void refuses_a_turn_that_lacks_a_member() {
        assertRefused(changed(Turns.turn(1, 7), "\"usage\"", "\"other\""), "cannot be read");
    }

    @Test
    void refuses_a_turn_that_is_cut_short() {
        byte[] whole = TurnCodec.encode(Turns.turn(1, 7));

        assertRefused(Arrays.copyOf(whole, whole.length - 1), "cannot be read");
    }

    private static Set<Class<?>> types(Stream<?> samples) {
        return samples.map(Object::getClass).collect(Collectors.toSet());
    }

    private static byte[] changed(Turn turn, String part, String replacement) {
        return new String(TurnCodec.encode(turn), UTF_8)
                .replace(part, replacement)
                .getBytes(UTF_8);
    }

    private static void assertRefused(byte[] stored, String reason) {
        assertThatThrownBy(() -> TurnCodec.turn(stored))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STORE_UNAVAILABLE))
                .hasMessageContaining(reason);
    }
}
