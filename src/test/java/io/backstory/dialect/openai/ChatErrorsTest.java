package io.backstory.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.ProviderText;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatErrorsTest {

    @ParameterizedTest
    @CsvSource({
        "90_error_401,UPSTREAM_AUTH_FAILED",
        "91_error_429_rate,RATE_LIMIT_EXCEEDED",
        "92_error_429_quota,INSUFFICIENT_QUOTA",
        "93_error_400_context,CONTEXT_LENGTH_EXCEEDED",
        "94_error_400_tools_with_reasoning,INVALID_REQUEST",
        "95_error_503_overloaded,UPSTREAM_OVERLOADED",
        "96_error_400_missing_tool_result,INVALID_REQUEST"
    })
    void reads_what_was_recorded(String file, Kind kind) {
        assertThat(recorded(file).kind()).isEqualTo(kind);
    }

    @Test
    void never_repeats_what_is_said_of_the_account() {
        assertThat(recorded("90_error_401").getMessage()).doesNotContain("sk-").doesNotContain("platform.openai");
        assertThat(recorded("91_error_429_rate").getMessage()).doesNotContain("org-quillmoor");
    }

    @Test
    void repeats_what_helps_to_mend_the_request() {
        ChatException failure = recorded("94_error_400_tools_with_reasoning");

        assertThat(failure).hasMessageStartingWith("Function tools with reasoning_effort are not supported");
        assertThat(failure.param()).isEqualTo("reasoning_effort");
        assertThat(recorded("93_error_400_context").param()).isEqualTo("messages");
    }

    @ParameterizedTest
    @CsvSource({
        "400,INVALID_REQUEST",
        "422,INVALID_REQUEST",
        "402,INSUFFICIENT_QUOTA",
        "403,UPSTREAM_AUTH_FAILED",
        "404,UPSTREAM_ERROR",
        "408,UPSTREAM_TIMEOUT",
        "413,REQUEST_TOO_LARGE",
        "429,RATE_LIMIT_EXCEEDED",
        "500,UPSTREAM_ERROR",
        "502,UPSTREAM_ERROR",
        "503,UPSTREAM_OVERLOADED",
        "504,UPSTREAM_TIMEOUT",
        "529,UPSTREAM_OVERLOADED",
        "302,UPSTREAM_ERROR"
    })
    void goes_by_the_status_where_the_body_says_nothing(int status, Kind kind) {
        assertThat(read(status, "<html>gateway</html>").kind()).isEqualTo(kind);
        assertThat(read(status, "").kind()).isEqualTo(kind);
        assertThat(read(status, "{\"error\":\"x\"}").kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "429,credit_balance_exhausted,INSUFFICIENT_QUOTA",
        "400,content_filter,CONTENT_FILTERED",
        "400,content_policy_violation,CONTENT_FILTERED",
        "401,context_length_exceeded,UPSTREAM_AUTH_FAILED",
        "500,server_is_overloaded,UPSTREAM_OVERLOADED"
    })
    void goes_by_the_code_where_there_is_one(int status, String code, Kind kind) {
        assertThat(read(status, "{\"error\":{\"message\":\"m\",\"code\":\"" + code + "\"}}")
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void knows_a_long_prompt_by_its_text_where_a_look_alike_has_no_code() {
        assertThat(read(400, "{\"object\":\"error\",\"message\":\"This model's maximum context length is 8 tokens\"}")
                        .kind())
                .isEqualTo(Kind.CONTEXT_LENGTH_EXCEEDED);
    }

    @Test
    void hides_keys_and_shortens() {
        String said = "Bad header Bearer abc.def and sk-proj-abcdEFGH1234 in the request. ";
        ChatException failure = read(400, "{\"error\":{\"message\":\"" + said + "long ".repeat(1_000) + "\"}}");

        assertThat(failure.getMessage())
                .startsWith("Bad header [redacted] and [redacted] in the request.")
                .hasSize(ProviderText.MAX_BYTES);
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after-ms,1200,1200",
        "retry-after,2,2000",
        "retry-after,0.5,500",
        "retry-after,'Tue, 24 Nov 2026 10:00:30 GMT',30000",
        "retry-after,'Tue, 24 Nov 2026 09:00:00 GMT',0"
    })
    void reads_the_hint_when_to_come_back(String header, String value, long millis) {
        Map<String, String> headers = Map.of(header, value, "date", "Tue, 24 Nov 2026 10:00:00 GMT");

        assertThat(new OpenAiChatUpstream().error(429, headers, Bytes.EMPTY).retryAfter())
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void the_finer_hint_wins_and_a_wrong_one_is_none() {
        assertThat(recorded("91_error_429_rate").retryAfter()).isEqualTo(Duration.ofMillis(1_200));
        assertThat(new OpenAiChatUpstream()
                        .error(429, Map.of("retry-after", "soon"), Bytes.EMPTY)
                        .retryAfter())
                .isNull();
    }

    private static ChatException read(int status, String body) {
        return new OpenAiChatUpstream().error(status, Map.of(), Bytes.utf8(body));
    }

    private static ChatException recorded(String file) {
        JsonNode error = Wire.json("openai-chat/" + file + ".json");
        Map<String, String> headers = new HashMap<>();
        error.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return new OpenAiChatUpstream()
                .error(
                        error.path("status").asInt(),
                        headers,
                        Bytes.utf8(error.path("body").toString()));
    }
}
