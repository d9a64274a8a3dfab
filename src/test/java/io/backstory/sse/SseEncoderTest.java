package io.backstory.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseEncoderTest {

    @Test
    void frames_data_without_a_name() {
        assertThat(text(SseEncoder.data("{}".getBytes(UTF_8)))).isEqualTo("data: {}\n\n");
    }

    @Test
    void frames_a_named_event() {
        assertThat(text(SseEncoder.event("done", "1".getBytes(UTF_8)))).isEqualTo("event: done\ndata: 1\n\n");
    }

    @Test
    void splits_data_at_every_line_end() {
        assertThat(text(SseEncoder.data("a\nb\rc\r\nd\n".getBytes(UTF_8))))
                .isEqualTo("data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "a\0b", "\na\r\nb\0"})
    void drops_what_would_end_the_name_early(String name) {
        assertThat(text(SseEncoder.event(name, new byte[0]))).isEqualTo("event: ab\ndata: \n\n");
    }

    @Test
    void writes_the_heartbeat_as_a_comment() {
        List<SseEvent> events = new ArrayList<>();
        SseDecoder decoder = new SseDecoder();
        decoder.feed(SseEncoder.heartbeat(), events::add);

        assertThat(text(SseEncoder.heartbeat())).isEqualTo(": hb\n\n");
        assertThat(events).isEmpty();
    }

    @Test
    void random_data_never_becomes_another_event() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String name = hostile(random);
            String data = hostile(random);
            List<SseEvent> events = new ArrayList<>();
            new SseDecoder().feed(SseEncoder.event(name, data.getBytes(UTF_8)), events::add);

            assertThat(events)
                    .as("seed %d", seed)
                    .containsExactly(SseEvent.of(
                            name.replaceAll("[\r\n\0]", ""),
                            data.replace("\r\n", "\n").replace('\r', '\n')));
        }
    }

    private static String hostile(Random random) {
        String alphabet = "\r\n\0: ade\u2028é";
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String text(byte[] frame) {
        return new String(frame, UTF_8);
    }
}
