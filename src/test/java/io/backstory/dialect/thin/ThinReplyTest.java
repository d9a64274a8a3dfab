package io.backstory.dialect.thin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Answer;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Content;
import io.backstory.chat.Content.Reasoning;
import io.backstory.chat.Content.Refusal;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Kind;
import io.backstory.chat.TurnStatus;
import io.backstory.dialect.ReplyEncoder;
import io.backstory.dialect.StrictJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON reply, member by member. */
class ThinReplyTest {

    @Test
    void a_reply_is_one_object_with_every_member() {
        Answer answer = Samples.answer(
                new Reasoning("Off by one?", "sig"),
                Samples.text("It is off by one: "),
                Samples.text("use \"size - 1\"."));

        Golden.assertJson(json(answer), "text.reply.json");
    }

    @Test
    void a_reply_of_tool_calls_has_an_empty_response() {
        Answer answer = Samples.answer(
                TurnStatus.COMPLETED,
                FinishReason.TOOL_CALLS,
                Samples.call("{\"path\": \"pom.xml\",\n\"n\": 1.50}"),
                Samples.call("{\"path\": \"pom"));

        Golden.assertJson(json(answer), "toolcalls.reply.json");
    }

    @Test
    void a_refusal_is_shown_as_the_response() {
        Answer answer = Samples.answer(
                TurnStatus.INCOMPLETE, FinishReason.CONTENT_FILTER, Samples.text("Well. "), new Refusal("I cannot."));

        assertThat(member(json(answer), "response")).isEqualTo("\"Well. I cannot.\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "\"text\"", "{\"a\":1,\"a\":2}", "{'a':1}", "null", "{\"a\":1} x"})
    void arguments_that_are_no_valid_object_are_shown_as_text(String arguments) {
        Bytes call = firstCall(arguments);

        assertThat(member(call, "arguments")).isEqualTo("null");
        assertThat(StrictJson.tree(call).get("argumentsText").textValue()).isEqualTo(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n"})
    void a_call_without_any_text_has_no_arguments(String arguments) {
        assertThat(member(firstCall(arguments), "arguments")).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, stop",
        "LENGTH, length",
        "TOOL_CALLS, toolCalls",
        "CONTENT_FILTER, contentFilter",
        "PAUSED, stop",
        "CANCELLED, cancelled"
    })
    void every_finish_reason_has_a_word(FinishReason reason, String word) {
        Answer answer = Samples.answer(TurnStatus.COMPLETED, reason);

        assertThat(member(json(answer), "finishReason")).isEqualTo('"' + word + '"');
    }

    @ParameterizedTest
    @EnumSource(TurnStatus.class)
    void every_status_has_a_word(TurnStatus status) {
        Answer answer = Samples.answer(status, FinishReason.STOP);

        assertThat(member(json(answer), "status")).isIn("\"completed\"", "\"incomplete\"", "\"cancelled\"");
    }

    @Test
    void nothing_is_written_before_the_commit_or_after_a_failure() {
        List<Bytes> written = new ArrayList<>();
        ReplyEncoder encoder = new ThinDoor().encoder(Golden.readRequest("smallest.request.json"));

        encoder.start(Samples.head(), written::add);
        Events.all().forEach(event -> encoder.event(event, written::add));
        encoder.failed(new ChatException(Kind.UPSTREAM_RESET, "gone"), "req_1", written::add);

        assertThat(written).isEmpty();
    }

    private static Bytes firstCall(String arguments) {
        return StrictJson.elements(part(json(Samples.answer((Content) Samples.call(arguments))), "toolCalls"))
                .get(0);
    }

    private static String member(Bytes json, String name) {
        return part(json, name).utf8();
    }

    private static Bytes part(Bytes json, String name) {
        return requireNonNull(StrictJson.members(json).get(name));
    }

    private static Bytes json(Answer answer) {
        List<Bytes> written = new ArrayList<>();
        new ThinDoor().encoder(Golden.readRequest("smallest.request.json")).done(answer, written::add);
        assertThat(written).hasSize(1);
        return written.get(0);
    }
}
