package io.backstory.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Options;
import io.backstory.chat.Origin;
import io.backstory.chat.PromptCache;
import io.backstory.chat.Role;
import io.backstory.config.ProviderConfig;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.ProviderConfig.Timeouts;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.backstory.testing.AnthropicReplies;
import io.backstory.testing.FakeProvider;
import io.backstory.testing.OpenAiReplies;
import io.backstory.testing.Replies;
import io.backstory.upstream.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two providers of different families behind one route, over real connections. */
class FallbackTest {
    private final Vertx vertx = Vertx.vertx();
    private final FakeProvider first = await(FakeProvider.start(vertx));
    private final FakeProvider second = await(FakeProvider.start(vertx)).byDefault(AnthropicReplies.echo());
    private final Route route = new Route(
            "default",
            List.of(target("openai-chat", first), target("anthropic-messages", second)),
            HistoryConfig.DEFAULT);

    @AfterEach
    void closes_everything() {
        await(vertx.close());
    }

    @Test
    void another_provider_answers_when_the_first_limits_the_rate() {
        first.reply(OpenAiReplies.error(429, "rate_limit_exceeded", "Slow down."));

        RoutedReply reply = await(send());

        assertThat(reply.origin().dialect()).isEqualTo("anthropic-messages");
        assertThat(await(text(reply))).isEqualTo("1 messages, last: Hi");
    }

    @Test
    void another_provider_answers_when_the_first_reports_an_error_before_any_content() {
        first.reply(OpenAiReplies.errorEvent("server_is_overloaded", "busy"));

        assertThat(await(send()).attempts()).isEqualTo(2);
    }

    @Test
    void another_provider_answers_when_the_first_is_gone() {
        await(first.close());

        assertThat(await(send()).attempts()).isEqualTo(2);
    }

    @Test
    void nobody_else_is_asked_when_the_client_is_at_fault() {
        first.reply(OpenAiReplies.error(400, "context_length_exceeded", "Too long."));

        assertThat(failure(send()).kind()).isEqualTo(Kind.CONTEXT_LENGTH_EXCEEDED);
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void nobody_else_is_asked_once_content_was_delivered() {
        first.reply(Replies.cutAfter(
                "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                        + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"},\"finish_reason\":null}]}\n\n"));

        assertThat(failure(send().compose(FallbackTest::text)).kind()).isEqualTo(Kind.UPSTREAM_RESET);
        assertThat(second.requests()).isEmpty();
    }

    private Future<RoutedReply> send() {
        List<Message> input = List.of(Message.text(Role.USER, "Hi"));
        return route.send(new ChatRequest(
                route.first().origin(),
                List.of(),
                List.of(),
                List.of(),
                input,
                Options.NONE,
                4_096,
                true,
                PromptCache.NONE));
    }

    private Target target(String dialect, FakeProvider provider) {
        ProviderConfig config = new ProviderConfig(
                dialect, dialect, provider.baseUrl(), null, true, Timeouts.DEFAULT, 4, Map.of(), null);
        return new Target(
                new Origin(dialect, dialect, "m"),
                Upstreams.create(vertx, config),
                new ModelConfig("m", 1000, 100, "o200k_base"));
    }

    private static Future<String> text(RoutedReply reply) {
        Promise<String> text = Promise.promise();
        StringBuilder pieces = new StringBuilder();
        reply.stream()
                .exceptionHandler(text::fail)
                .endHandler(v -> text.complete(pieces.toString()))
                .handler(event -> pieces.append(event instanceof ChatEvent.TextDelta delta ? delta.text() : ""))
                .resume();
        return text.future();
    }

    private static ChatException failure(Future<?> future) {
        return (ChatException) await(future.<Throwable>map(value -> new AssertionError("did not fail"))
                .recover(Future::succeededFuture));
    }

    private static <T> T await(Future<T> future) {
        return future.timeout(20, TimeUnit.SECONDS).await();
    }
}
