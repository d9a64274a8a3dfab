package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.TurnRequest;
import io.backstory.dialect.WireRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recorded request, read by the door and written for the same provider, is the same request. */
class RequestRoundTripTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01_plain",
                "02_multiturn",
                "03_toolcall",
                "04_toolresult",
                "05_media",
                "06_injected_system_midway",
                "07_tool_error_result",
                "10_stream_text",
                "11_stream_toolcall",
                "21_prefix_drop"
            })
    void loses_nothing(String name) {
        TurnRequest turn = Fixtures.read(name + ".request.json");

        WireRequest request = new AnthropicUpstream().write(Fixtures.passOn(turn));

        assertThat(Fixtures.json(request.body())).isEqualTo(Fixtures.json(name + ".request.json"));
        assertThat(request.ignored()).isEmpty();
        assertThat(request.droppedReasoning()).isZero();
    }

    @Test
    void goes_to_the_messages_endpoint_in_the_version_that_knows_sampling() {
        WireRequest request = new AnthropicUpstream().write(Fixtures.passOn(Fixtures.read("01_plain.request.json")));

        assertThat(request.path()).isEqualTo("/v1/messages");
        assertThat(request.headers()).containsExactly(Map.entry("anthropic-version", "2023-06-01"));
    }

    @Test
    void is_written_to_the_same_bytes_each_time() {
        TurnRequest turn = Fixtures.read("07_tool_error_result.request.json");

        assertThat(new AnthropicUpstream().write(Fixtures.passOn(turn)).body())
                .isEqualTo(new AnthropicUpstream().write(Fixtures.passOn(turn)).body());
    }

    @Test
    void carries_the_key_in_its_own_header() {
        assertThat(new AnthropicUpstream().authorization("k")).containsExactly(Map.entry("x-api-key", "k"));
    }
}
