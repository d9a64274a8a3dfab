package io.backstory.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SseDecoderTest {
    private static final Path WIRE = Path.of("src/test/resources/wire");

    static Stream<Path> recordedStreams() throws IOException {
        try (Stream<Path> files = Files.walk(WIRE)) {
            return files.filter(file -> file.toString().endsWith(".sse")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recordedStreams")
    void reads_the_same_events_wherever_a_stream_is_cut(Path file) throws IOException {
        byte[] stream = Files.readAllBytes(file);

        assertSameAtEverySplit(stream);
        assertSameAtEverySplit(new String(stream, UTF_8).replace("\n", "\r\n").getBytes(UTF_8));
        assertSameAtEverySplit(new String(stream, UTF_8).replace('\n', '\r').getBytes(UTF_8));
    }

    @Test
    void gives_one_event_for_each_data_line_of_a_recorded_stream() throws IOException {
        String stream = Files.readString(WIRE.resolve("openai-chat/11_stream_toolcall.sse"));

        assertThat(decode(stream.getBytes(UTF_8)))
                .extracting(SseEvent::data)
                .containsExactlyElementsOf(stream.lines()
                        .filter(line -> line.startsWith("data: "))
                        .map(line -> line.substring(6))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void takes_every_line_end(String end) {
        String stream = "event: a\ndata: 1\ndata:2\n\n: note\ndata\n\nid: 7\n\n".replace("\n", end);

        assertThat(decode(stream.getBytes(UTF_8))).containsExactly(SseEvent.of("a", "1\n2"), SseEvent.of("", ""));
        assertSameAtEverySplit(stream.getBytes(UTF_8));
    }

    @Test
    void skips_a_byte_order_mark_at_the_start_only() {
        byte[] stream = "\uFEFFdata: a\n\n\uFEFFdata: b\n\n".getBytes(UTF_8);

        assertThat(decode(stream)).containsExactly(SseEvent.of("", "a"));
        assertSameAtEverySplit(stream);
    }

    @Test
    void takes_one_space_after_the_colon_away() {
        assertThat(decode("data:  x \n\ndata:y\n\n".getBytes(UTF_8)))
                .containsExactly(SseEvent.of("", " x "), SseEvent.of("", "y"));
    }

    @Test
    void forgets_the_name_of_an_event_without_data() {
        assertThat(decode("event: a\n\ndata: 1\n\n".getBytes(UTF_8))).containsExactly(SseEvent.of("", "1"));
    }

    @Test
    void ignores_fields_that_only_begin_like_a_known_one() {
        assertThat(decode("database: x\ndata: 1\n\n".getBytes(UTF_8))).containsExactly(SseEvent.of("", "1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: 1", "data: 1\n", "event: a\n", "da"})
    void knows_that_an_event_is_unfinished(String stream) {
        SseDecoder decoder = new SseDecoder();
        decoder.feed(stream.getBytes(UTF_8), event -> {});

        assertThat(decoder.isMidEvent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: 1\n\n", "data: 1\r\r", "data: 1\n\n: hb\n", "data: 1\n\n\n"})
    void knows_that_no_event_is_unfinished(String stream) {
        SseDecoder decoder = new SseDecoder();
        decoder.feed(stream.getBytes(UTF_8), event -> {});

        assertThat(decoder.isMidEvent()).isFalse();
    }

    @Test
    void refuses_a_line_of_more_than_one_mebibyte_whether_it_ends_or_not() {
        byte[] line = new byte[SseDecoder.MAX_LINE + 1];
        Arrays.fill(line, (byte) 'x');
        byte[] ended = Arrays.copyOf(line, line.length + 1);
        ended[line.length] = '\n';

        assertThatThrownBy(() -> decode(line)).isInstanceOf(SseLimitException.class);
        assertThatThrownBy(() -> decode(ended)).isInstanceOf(SseLimitException.class);
    }

    @Test
    void refuses_an_event_of_more_than_two_mebibytes() {
        byte[] line = ("data:" + "x".repeat(700_000) + "\n").getBytes(UTF_8);
        SseDecoder decoder = new SseDecoder();
        decoder.feed(line, event -> {});
        decoder.feed(line, event -> {});

        assertThatThrownBy(() -> decoder.feed(line, event -> {})).hasMessageContaining("event");
    }

    @Test
    void refuses_a_stream_of_more_than_32_mebibytes() {
        byte[] comments = (":" + "x".repeat((1 << 20) - 2) + "\n").getBytes(UTF_8);
        SseDecoder decoder = new SseDecoder();
        for (int i = 0; i < 32; i++) {
            decoder.feed(comments, event -> {});
        }

        assertThatThrownBy(() -> decoder.feed(new byte[1], event -> {})).hasMessageContaining("stream");
    }

    @Test
    void refuses_more_than_65536_events() {
        byte[] events = "data\n\n".repeat(SseDecoder.MAX_EVENTS).getBytes(UTF_8);
        SseDecoder decoder = new SseDecoder();
        decoder.feed(events, event -> {});

        assertThatThrownBy(() -> decoder.feed("data\n\n".getBytes(UTF_8), event -> {}))
                .hasMessageContaining("65536 events");
    }

    private static void assertSameAtEverySplit(byte[] stream) {
        List<SseEvent> whole = decode(stream);
        for (int cut = 0; cut <= stream.length; cut++) {
            assertThat(decode(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length)))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
        byte[][] single = new byte[stream.length][];
        for (int i = 0; i < stream.length; i++) {
            single[i] = new byte[] {stream[i]};
        }
        assertThat(decode(single)).isEqualTo(whole);
    }

    private static List<SseEvent> decode(byte[]... chunks) {
        SseDecoder decoder = new SseDecoder();
        List<SseEvent> events = new ArrayList<>();
        for (byte[] chunk : chunks) {
            decoder.feed(chunk, events::add);
        }
        return events;
    }
}
