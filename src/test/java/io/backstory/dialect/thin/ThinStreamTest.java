package io.backstory.dialect.thin;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Kind;
import io.backstory.chat.TurnStatus;
import io.backstory.dialect.ReplyEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream, write by write. */
class ThinStreamTest {
    private static final Answer ANSWER = Samples.answer(
            TurnStatus.COMPLETED,
            FinishReason.TOOL_CALLS,
            Samples.text("Let me\nlook \"there\"."),
            Samples.call("{\"path\":\n\"pom.xml\"}"));

    private final List<Bytes> written = new ArrayList<>();
    private ReplyEncoder encoder = new StreamReply();

    @BeforeEach
    void open_a_stream() {
        encoder = new ThinDoor().encoder(Golden.readRequest("full.request.json"));
    }

    @Test
    void a_stream_is_start_then_pieces_then_done() {
        encoder.start(Samples.head(), written::add);
        Events.all().forEach(event -> encoder.event(event, written::add));
        encoder.done(ANSWER, written::add);

        Golden.assertText(all(), "full.stream.sse");
    }

    @Test
    void a_broken_stream_ends_in_the_problem() {
        encoder.start(Samples.head(), written::add);
        encoder.event(new ChatEvent.TextDelta(0, "Half"), written::add);
        encoder.failed(
                new ChatException(Kind.UPSTREAM_OVERLOADED, "Try later.", null, Duration.ofMillis(1500), null),
                "req_5Tg",
                written::add);

        Golden.assertText(all(), "broken.stream.sse");
    }

    @Test
    void each_write_is_one_whole_event() {
        encoder.start(Samples.head(), written::add);
        Events.all().forEach(event -> encoder.event(event, written::add));
        encoder.done(ANSWER, written::add);

        assertThat(written).extracting(Bytes::utf8).allSatisfy(event -> assertThat(event)
                .matches("event: [a-zA-Z]+\ndata: [^\n]+\n\n"));
    }

    @Test
    void the_end_of_the_provider_is_not_yet_done() {
        encoder.event(new ChatEvent.Finished(FinishReason.STOP, "stop", ANSWER.message()), written::add);

        assertThat(written).isEmpty();
    }

    @Test
    void a_tool_call_is_sent_whole_when_it_is_complete() {
        encoder.event(new ChatEvent.ToolCallStarted(0, "call_1", "now"), written::add);
        encoder.event(new ChatEvent.ToolCallDelta(0, "{}"), written::add);
        assertThat(written).isEmpty();

        encoder.event(new ChatEvent.BlockEnded(0), written::add);
        assertThat(all())
                .isEqualTo(
                        """
                        event: toolCall
                        data: {"type":"toolCall","callId":"call_1","name":"now","arguments":{}}

                        """);
    }

    private String all() {
        return written.stream().map(Bytes::utf8).collect(Collectors.joining());
    }
}
