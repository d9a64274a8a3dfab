package io.backstory.dialect.thin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNameTest {
    private static final List<String> KNOWN = List.of(
            "sessionId", "newMessage", "context", "tools", "toolChoice", "toolResults", "kind", "maxOutputTokens");

    @ParameterizedTest
    @CsvSource({
        "newMesage, newMessage",
        "newmessage, newMessage",
        "new_message, newMessage",
        "message, newMessage",
        "session_id, sessionId",
        "session, sessionId",
        "tool-choice, toolChoice",
        "tool, tools",
        "contxet, context",
        "kinds, kind",
        "maxOutputToken, maxOutputTokens",
        "outputTokens, maxOutputTokens"
    })
    void guesses_what_was_meant(String wrong, String meant) {
        assertThat(NearestName.of(wrong, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "id", "role", "api_key", "base_url", "prompt", "user", "system", "fond"})
    void does_not_guess_wildly(String wrong) {
        assertThat(NearestName.of(wrong, KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {41, 1_000_000})
    void does_not_measure_what_is_far_too_long(int length) {
        assertThat(NearestName.of("t".repeat(length), KNOWN)).isEmpty();
    }
}
