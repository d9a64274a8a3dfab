package io.backstory.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.dialect.ReplyEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes from outside, nothing but a {@link ChatException} leaves the dialect. */
class ChatFuzzTest {
    private static final int RUNS = 1_000;
    private static final String[] SPLICES = {
        "null", "[]", "{}", "1e9", "\"x\"", "true", "-0", "[null]", "\"\\ud83d\"", "\"index\":9,", "\n", "\0"
    };

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    static Stream<String> streams() {
        return Wire.files(".sse");
    }

    static Stream<String> replies() {
        return Wire.files(".response.json");
    }

    static Stream<String> requests() {
        return Wire.files(".request.json");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void a_spoilt_stream_is_read_or_refused(String file) {
        for (int run = 0; run < RUNS; run++) {
            byte[] spoilt = spoilt(Wire.bytes(file).utf8());
            assertOnlyChatException(() -> assertWhole(Wire.decode(true, spoilt), new ChatStreamEncoder(true)));
        }
    }

    @ParameterizedTest
    @MethodSource("replies")
    void a_spoilt_reply_is_read_or_refused(String file) {
        for (int run = 0; run < RUNS; run++) {
            byte[] spoilt = spoilt(Wire.bytes(file).utf8());
            assertOnlyChatException(() -> assertWhole(Wire.decode(false, spoilt), new ChatJsonEncoder()));
        }
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_spoilt_request_is_read_or_refused(String file) {
        OpenAiChatDoor door = new OpenAiChatDoor();
        for (int run = 0; run < RUNS; run++) {
            byte[] spoilt = spoilt(Wire.bytes(file).utf8());
            assertOnlyChatException(() -> {
                String body =
                        Requests.body(Requests.passThrough(ChatSessionRules.apply(door.read(Bytes.wrap(spoilt)))));
                assertThat(Wire.tree(body).isObject()).isTrue();
            });
        }
    }

    private static void assertWhole(List<ChatEvent> events, ReplyEncoder encoder) {
        ChatToolCallsTest.assertInARow(events);
        List<Bytes> out = new ArrayList<>();
        encoder.start(ChatEncoderTest.HEAD, out::add);
        events.forEach(event -> encoder.event(event, out::add));
        encoder.done(ChatEncoderTest.answer(events), out::add);
        assertThat(out).isNotEmpty();
    }

    private void assertOnlyChatException(Runnable read) {
        @Nullable RuntimeException failure = null;
        try {
            read.run();
        } catch (RuntimeException e) {
            failure = e;
        }
        if (failure != null) {
            assertThat(failure).as("seed %d", seed).isInstanceOf(ChatException.class);
        }
    }

    /** Replaces a run of characters, most often a whole value, by something else. */
    private byte[] spoilt(String text) {
        int from = random.nextInt(text.length());
        int value = text.indexOf(':', from);
        int start = random.nextInt(4) == 0 || value < 0 ? from : value + 1;
        int comma = text.indexOf(',', start);
        int end = random.nextBoolean() || comma < 0 ? Math.min(text.length(), start + random.nextInt(20)) : comma;
        String splice = SPLICES[random.nextInt(SPLICES.length)];
        return Bytes.utf8(text.substring(0, start) + splice + text.substring(end))
                .unsafeArray();
    }
}
