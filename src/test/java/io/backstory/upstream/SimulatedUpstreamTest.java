package io.backstory.upstream;

import static io.backstory.upstream.Calls.await;
import static io.backstory.upstream.Calls.events;
import static io.backstory.upstream.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.Content;
import io.backstory.chat.FinishReason;
import io.backstory.chat.Message;
import io.backstory.chat.Role;
import io.backstory.chat.ToolChoice;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the simulator knows comes from the request alone. */
class SimulatedUpstreamTest extends SimulatorFixture {
    private static final String WEATHER =
            """
            {"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"},\
            "unit":{"enum":["celsius","kelvin"]},"note":{"type":"string"}},"required":["city","days","unit"]}""";

    @Test
    void knows_a_name_that_an_earlier_message_told() {
        assertThat(answer(user("My name is Ada."), assistant("Nice to meet you, Ada."), user("What is my name?")))
                .isEqualTo("Your name is Ada.");
    }

    @Test
    void does_not_know_a_name_that_was_not_sent() {
        answer(user("My name is Ada."));

        assertThat(answer(user("What is my name?"))).isEqualTo("You have not told me your name.");
    }

    @Test
    void counts_the_messages_it_was_sent() {
        assertThat(answer(user("Hi"), assistant("Hello"), user("How many messages were you sent?")))
                .isEqualTo("I was sent 3 messages.");
    }

    @Test
    void says_otherwise_what_it_is_and_what_it_received() {
        assertThat(answer(user("Write a poem")))
                .isEqualTo("I am a simulator, not a model. I received 1 message (7 tokens). You said: Write a poem");
    }

    @Test
    void acknowledges_attachments_by_name() {
        Message message = Message.of(
                Role.USER,
                new Content.Attachment("main.c", Content.AttachmentKind.SOURCE, "int main() {}"),
                new Content.Attachment("build.log", Content.AttachmentKind.LOG, "error: my name is Bob"),
                new Content.Text("My name is Ada"));

        assertThat(answer(message)).isEqualTo("I have read main.c, build.log. Nice to meet you, Ada.");
    }

    @Test
    void calls_a_tool_the_user_names_with_arguments_that_fit_its_schema() {
        List<ChatEvent> events =
                ask(request(user("Use get_weather for Paris, 3 days")).tool("get_weather", WEATHER));

        ChatEvent.Finished end = (ChatEvent.Finished) events.get(events.size() - 1);
        assertThat(end.reason()).isEqualTo(FinishReason.TOOL_CALLS);
        assertThat(end.message().toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("get_weather");
            assertThat(call.arguments()).isEqualTo("{\"city\":\"Paris\",\"days\":3,\"unit\":\"celsius\"}");
        });
    }

    @Test
    void calls_no_tool_that_is_not_named() {
        assertThat(text(ask(request(user("How many messages?")).tool("get_weather", WEATHER))))
                .isEqualTo("I was sent 1 message.");
    }

    @Test
    void calls_a_tool_when_it_has_to() {
        List<ChatEvent> events =
                ask(request(user("Hi")).tool("get_weather", WEATHER).choice(ToolChoice.REQUIRED));

        assertThat(events).anyMatch(ChatEvent.ToolCallStarted.class::isInstance);
    }

    @Test
    void quotes_the_result_of_a_tool() {
        Message call = Message.of(Role.ASSISTANT, new Content.ToolCall("c1", "get_weather", "{}"));
        Message result = Message.of(
                Role.TOOL, new Content.ToolResult("c1", List.of(new Content.Text("21 degrees and dry")), false));

        assertThat(answer(user("Use get_weather"), call, result))
                .isEqualTo("The tool get_weather returned: 21 degrees and dry");
    }

    @Test
    void says_the_same_to_the_same_request_as_stream_and_as_json() {
        List<ChatEvent> stream = ask(request(user("Write a poem")));
        List<ChatEvent> json = ask(request(user("Write a poem")).json());

        assertThat(text(json)).isEqualTo(text(stream));
        assertThat(text(ask(request(user("Write a poem"))))).isEqualTo(text(stream));
    }

    @Test
    void streams_word_by_word() {
        long words = ask(request(user("My name is Ada"))).stream()
                .filter(ChatEvent.TextDelta.class::isInstance)
                .count();

        assertThat(words).isEqualTo(5);
    }

    @Test
    void reports_usage() {
        List<ChatEvent> events = ask(request(user("My name is Ada")));

        assertThat(events)
                .filteredOn(ChatEvent.UsageReported.class::isInstance)
                .last()
                .satisfies(event -> {
                    assertThat(((ChatEvent.UsageReported) event).usage().inputTotal())
                            .isEqualTo(8);
                    assertThat(((ChatEvent.UsageReported) event).usage().outputTotal())
                            .isEqualTo(6);
                });
    }

    @Test
    void stops_at_the_limit_of_tokens() {
        List<ChatEvent> events = ask(request(user("Write a poem")).maxTokens(2));

        assertThat(text(events)).isEqualTo("I am a s");
        assertThat(((ChatEvent.Finished) events.get(events.size() - 1)).reason())
                .isEqualTo(FinishReason.LENGTH);
    }

    private String answer(Message... messages) {
        return text(ask(request(messages)));
    }

    private List<ChatEvent> ask(Request request) {
        return await(events(simulator().send(request.build())));
    }
}
