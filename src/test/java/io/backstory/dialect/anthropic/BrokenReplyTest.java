package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.ReplyDecoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenReplyTest {

    @ParameterizedTest
    @ValueSource(strings = {"10_stream_text.sse", "11_stream_toolcall.sse"})
    void an_end_before_message_stop_is_a_break_wherever_it_comes(String name) {
        Bytes wire = Fixtures.bytes(name);
        int stop = wire.utf8().indexOf("event: message_stop");

        for (int end = 0; end < stop; end += 7) {
            Bytes cut = Bytes.utf8(wire.utf8().substring(0, end));
            assertThat(failure(new AnthropicUpstream().decoder(true), cut))
                    .as("cut at %d", end)
                    .isEqualTo(Kind.UPSTREAM_MALFORMED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, UPSTREAM_OVERLOADED",
        "rate_limit_error, RATE_LIMIT_EXCEEDED",
        "api_error, UPSTREAM_ERROR",
        "timeout_error, UPSTREAM_TIMEOUT",
        "authentication_error, UPSTREAM_AUTH_FAILED",
        "billing_error, INSUFFICIENT_QUOTA",
        "something_new, UPSTREAM_ERROR"
    })
    void an_error_inside_a_stream_keeps_its_kind(String type, Kind kind) {
        String start = Fixtures.bytes("10_stream_text.sse").utf8();
        String error = "\n\nevent: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"" + type
                + "\",\"message\":\"Overloaded\"}}\n\n";
        Bytes wire = Bytes.utf8(start.substring(0, start.indexOf("\n\n")) + error);

        assertThat(failure(new AnthropicUpstream().decoder(true), wire)).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"type\":\n\n",
                "data: [DONE]\n\n",
                "data: {\"type\":\"message_stop\"}\n\n",
                "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
                "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n",
                "data: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
            })
    void what_is_out_of_place_in_a_stream_is_malformed(String wire) {
        assertThat(failure(new AnthropicUpstream().decoder(true), Bytes.utf8(wire)))
                .isEqualTo(Kind.UPSTREAM_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "<html>", "{\"type\":\"message\",\"content\":\"text\"}"})
    void what_is_no_reply_is_malformed(String body) {
        assertThat(failure(new AnthropicUpstream().decoder(false), Bytes.utf8(body)))
                .isEqualTo(Kind.UPSTREAM_MALFORMED);
    }

    @Test
    void an_error_with_a_success_status_is_still_an_error() {
        String body = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";

        assertThat(failure(new AnthropicUpstream().decoder(false), Bytes.utf8(body)))
                .isEqualTo(Kind.UPSTREAM_OVERLOADED);
    }

    @Test
    void a_body_beyond_the_limit_is_not_buffered() {
        ReplyDecoder decoder = new AnthropicUpstream().decoder(false);
        List<ChatEvent> events = new ArrayList<>();
        decoder.feed(new byte[JsonDecoder.MAX_BODY], events::add);

        assertThatThrownBy(() -> decoder.feed(new byte[1], events::add)).isInstanceOf(ChatException.class);
        assertThat(events).isEmpty();
    }

    private static Kind failure(ReplyDecoder decoder, Bytes wire) {
        return catchThrowableOfType(ChatException.class, () -> Fixtures.decode(decoder, wire, 0))
                .kind();
    }
}
