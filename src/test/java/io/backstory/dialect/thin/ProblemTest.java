package io.backstory.dialect.thin;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.dialect.ErrorReply;
import io.backstory.dialect.StrictJson;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors of the native and the sessions API. */
class ProblemTest {

    @Test
    void a_busy_session_says_when_to_come_again() {
        ErrorReply reply = reply(new ChatException(
                Kind.SESSION_BUSY,
                "Turn 7 of session build-7f3a is still running.",
                null,
                Duration.ofSeconds(2),
                null));

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.contentType()).isEqualTo("application/problem+json");
        Golden.assertJson(reply.body(), "busy.problem.json");
    }

    @Test
    void a_turn_conflict_says_where_the_session_stands() {
        ChatException conflict = new ChatException(
                        Kind.TURN_CONFLICT, "The session is at turn 7, not at 5.", "expectedTurn")
                .withCurrentTurn(7);

        Golden.assertJson(reply(conflict).body(), "conflict.problem.json");
    }

    @Test
    void an_unknown_field_is_a_problem_that_names_it() {
        ChatException failure = Bodies.failure("{\"sesion_id\":\"demo\",\"newMessage\":\"Hello\"}");

        Golden.assertJson(reply(failure).body(), "unknownfield.problem.json");
    }

    @Test
    void every_kind_has_the_same_shape() {
        String problems = Arrays.stream(Kind.values())
                .map(kind ->
                        reply(new ChatException(kind, "Why", "field")).body().utf8() + "\n")
                .collect(joining());

        Golden.assertText(problems, "every.problems.jsonl");
    }

    @Test
    void fields_go_by_the_names_they_have_here() {
        assertThat(param(Kind.SESSION_NOT_FOUND, "session_id")).isEqualTo("sessionId");
        assertThat(param(Kind.CONTEXT_LENGTH_EXCEEDED, "messages")).isEqualTo("newMessage");
        assertThat(param(Kind.TOOL_CALL_NOT_FOUND, "messages")).isEqualTo("toolResults");
        assertThat(param(Kind.CONTEXT_LENGTH_EXCEEDED, "context")).isEqualTo("context");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void every_kind_has_its_status_its_code_and_a_title_of_its_own(Kind kind) {
        ErrorReply reply = reply(new ChatException(kind, "Why"));
        var problem = StrictJson.tree(reply.body());

        assertThat(reply.status()).isEqualTo(kind.status());
        assertThat(problem.get("status").intValue()).isEqualTo(kind.status());
        assertThat(problem.get("code").textValue()).isEqualTo(kind.code());
        assertThat(problem.get("type").textValue()).isEqualTo("urn:backstory:error:" + kind.code());
        assertThat(problem.get("title").textValue()).contains(" ").isNotEqualTo(kind.code());
    }

    private static String param(Kind kind, String param) {
        return StrictJson.tree(reply(new ChatException(kind, "Why", param)).body())
                .get("param")
                .textValue();
    }

    private static ErrorReply reply(ChatException failure) {
        return new ThinDoor().error(failure, "req_5Tg");
    }
}
