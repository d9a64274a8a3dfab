package io.backstory.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderErrorTest {

    @ParameterizedTest
    @CsvSource({
        "90_error_401, UPSTREAM_AUTH_FAILED",
        "91_error_429, RATE_LIMIT_EXCEEDED",
        "92_error_529, UPSTREAM_OVERLOADED",
        "93_error_400_context, CONTEXT_LENGTH_EXCEEDED",
        "94_error_413, REQUEST_TOO_LARGE",
        "95_error_400_thinking_prefix, INVALID_REQUEST",
        "96_error_400_tool_result_missing, INVALID_REQUEST",
        "97_error_400_sampling_removed, INVALID_REQUEST",
        "98_error_429_spend_no_retry, INSUFFICIENT_QUOTA"
    })
    void tells_a_recorded_error_apart(String name, Kind kind) {
        assertThat(recorded(name).kind()).isEqualTo(kind);
    }

    @Test
    void waits_as_long_as_the_provider_says() {
        assertThat(recorded("91_error_429").retryAfter()).isEqualTo(Duration.ofSeconds(14));
        assertThat(error(429, Map.of("retry-after-ms", "250", "retry-after", "1"), "")
                        .retryAfter())
                .isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void reads_a_date_to_wait_for_against_the_replys_own_date() {
        Map<String, String> headers =
                Map.of("date", "Mon, 23 Nov 2026 15:40:00 GMT", "retry-after", "Mon, 23 Nov 2026 15:40:30 GMT");

        assertThat(error(529, headers, "").retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void names_messages_as_too_long_in_the_providers_words() {
        ChatException error = recorded("93_error_400_context");

        assertThat(error.param()).isEqualTo("messages");
        assertThat(error).hasMessageContaining("1003211 tokens > 1000000 maximum");
    }

    @Test
    void never_repeats_what_a_rejected_credential_is_answered() {
        assertThat(error(401, Map.of(), body("authentication_error", "bad key sk-ant-1234567890")))
                .hasMessage("The provider rejected the gateway's credential.");
    }

    @Test
    void passes_a_refusal_on_without_key_like_words_and_not_too_long() {
        String text = "key sk-ant-api03-abcdefgh is odd. " + "é".repeat(3000);

        ChatException error = error(400, Map.of(), body("invalid_request_error", text));

        assertThat(error.getMessage()).startsWith("key [redacted] is odd. éé").endsWith("é...");
        assertThat(Bytes.utf8(error.getMessage()).length()).isLessThanOrEqualTo(2048);
    }

    @ParameterizedTest
    @CsvSource({
        "402, INSUFFICIENT_QUOTA",
        "403, UPSTREAM_AUTH_FAILED",
        "404, UPSTREAM_ERROR",
        "408, UPSTREAM_TIMEOUT",
        "500, UPSTREAM_ERROR",
        "502, UPSTREAM_ERROR",
        "503, UPSTREAM_OVERLOADED",
        "504, UPSTREAM_TIMEOUT",
        "400, INVALID_REQUEST"
    })
    void survives_a_body_that_is_not_json(int status, Kind kind) {
        assertThat(error(status, Map.of(), "<html>oops</html>").kind()).isEqualTo(kind);
    }

    private static ChatException recorded(String name) {
        JsonNode recorded = Fixtures.json(name + ".json");
        Map<String, String> headers = new HashMap<>();
        recorded.get("headers").forEachEntry((header, value) -> headers.put(header, value.asText()));
        return error(
                recorded.get("status").asInt(), headers, recorded.get("body").toString());
    }

    private static ChatException error(int status, Map<String, String> headers, String body) {
        return new AnthropicUpstream().error(status, headers, Bytes.utf8(body));
    }

    private static String body(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message + "\"}}";
    }
}
