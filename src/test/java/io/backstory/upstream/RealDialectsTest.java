package io.backstory.upstream;

import static io.backstory.upstream.Calls.await;
import static io.backstory.upstream.Calls.events;
import static io.backstory.upstream.Calls.failure;
import static io.backstory.upstream.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Kind;
import io.backstory.chat.Origin;
import io.backstory.config.ProviderConfig;
import io.backstory.config.ProviderConfig.Timeouts;
import io.backstory.config.Secret;
import io.backstory.testing.AnthropicReplies;
import io.backstory.testing.FakeProvider.Reply;
import io.backstory.testing.OpenAiReplies;
import io.backstory.testing.Replies;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire formats of the configuration over a real connection. */
class RealDialectsTest extends HttpUpstreamFixture {
    private static final String OPENAI = "openai-chat";
    private static final String ANTHROPIC = "anthropic-messages";

    @ParameterizedTest
    @CsvSource({OPENAI + ",true", OPENAI + ",false", ANTHROPIC + ",true", ANTHROPIC + ",false"})
    void a_text_arrives_whole_with_its_usage(String dialect, boolean stream) {
        provider.reply(
                isOpenAi(dialect) ? OpenAiReplies.text("Good day to you.") : AnthropicReplies.text("Good day to you."));

        List<ChatEvent> events = ask(dialect, stream);

        assertThat(text(events)).isEqualTo("Good day to you.");
        assertThat(events)
                .filteredOn(ChatEvent.UsageReported.class::isInstance)
                .last()
                .satisfies(event -> {
                    assertThat(((ChatEvent.UsageReported) event).usage().inputTotal())
                            .isEqualTo(11);
                    assertThat(((ChatEvent.UsageReported) event).usage().outputTotal())
                            .isEqualTo(7);
                });
    }

    @ParameterizedTest
    @CsvSource({OPENAI + ",true", OPENAI + ",false", ANTHROPIC + ",true", ANTHROPIC + ",false"})
    void a_tool_call_arrives_whole(String dialect, boolean stream) {
        String arguments = "{\"city\":\"Paris\"}";
        provider.reply(
                isOpenAi(dialect)
                        ? OpenAiReplies.toolCall("c1", "get_weather", arguments)
                        : AnthropicReplies.toolCall("c1", "get_weather", arguments));

        List<ChatEvent> events = ask(dialect, stream);

        ChatEvent.Finished end = (ChatEvent.Finished) events.get(events.size() - 1);
        assertThat(end.message().toolCalls()).singleElement().satisfies(call -> {
            assertThat(call.id()).isEqualTo("c1");
            assertThat(call.arguments()).isEqualTo(arguments);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENAI, ANTHROPIC})
    void the_provider_reads_the_message_that_was_sent(String dialect) {
        provider.reply(isOpenAi(dialect) ? OpenAiReplies.echo() : AnthropicReplies.echo());

        assertThat(text(ask(dialect, true))).isEqualTo("1 messages, last: Hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENAI, ANTHROPIC})
    void a_line_without_an_end_is_malformed(String dialect) {
        provider.reply(Replies.endlessLine(8 << 20));

        assertThat(failure(upstreamFor(dialect).send(request(dialect, true))).kind())
                .isEqualTo(Kind.UPSTREAM_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENAI, ANTHROPIC})
    void an_error_event_in_a_reply_with_status_200_fails_the_call(String dialect) {
        Reply reply = isOpenAi(dialect)
                ? OpenAiReplies.errorEvent("server_is_overloaded", "busy")
                : AnthropicReplies.errorEvent("overloaded_error", "busy");
        provider.reply(reply);

        assertThat(failure(upstreamFor(dialect).send(request(dialect, true))).kind())
                .isEqualTo(Kind.UPSTREAM_OVERLOADED);
    }

    @ParameterizedTest
    @ValueSource(strings = {OPENAI, ANTHROPIC})
    void a_rejected_key_never_shows(String dialect) {
        provider.reply(
                isOpenAi(dialect)
                        ? OpenAiReplies.error(401, "invalid_api_key", "Incorrect key " + KEY)
                        : AnthropicReplies.error(401, "authentication_error", "Incorrect key " + KEY));

        assertThat(failure(upstreamFor(dialect).send(request(dialect, true))))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.UPSTREAM_AUTH_FAILED))
                .hasMessageNotContaining(KEY);
    }

    private List<ChatEvent> ask(String dialect, boolean stream) {
        return await(events(upstreamFor(dialect).send(request(dialect, stream))));
    }

    private static ChatRequest request(String dialect, boolean stream) {
        ChatRequest request = stream ? Calls.streaming("Hi") : Calls.json("Hi");
        return request.withTarget(new Origin(dialect, "alpha", "m"));
    }

    private Upstream upstreamFor(String dialect) {
        return Upstreams.create(
                vertx,
                new ProviderConfig(
                        "alpha",
                        dialect,
                        provider.baseUrl(),
                        new Secret(KEY),
                        true,
                        Timeouts.DEFAULT,
                        10,
                        Map.of(),
                        null));
    }

    private static boolean isOpenAi(String dialect) {
        return dialect.equals(OPENAI);
    }
}
