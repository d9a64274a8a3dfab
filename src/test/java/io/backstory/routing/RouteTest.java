package io.backstory.routing;

import static io.backstory.routing.ScriptedUpstream.answering;
import static io.backstory.routing.ScriptedUpstream.failing;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatException;
import io.backstory.chat.ChatRequest;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.Options;
import io.backstory.chat.Origin;
import io.backstory.chat.PromptCache;
import io.backstory.chat.Role;
import io.backstory.config.ProviderConfig.ModelConfig;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteTest {
    private static final ChatRequest REQUEST = new ChatRequest(
            new Origin("scripted", "nobody", "none"),
            List.of(),
            List.of(),
            List.of(),
            List.of(Message.text(Role.USER, "Hi")),
            Options.NONE,
            4_096,
            true,
            PromptCache.NONE);

    private final List<FallbackObserver.Fallback> fallbacks = new ArrayList<>();

    @Test
    void asks_the_first_target_first_and_no_other_when_it_answers() {
        ScriptedUpstream first = answering();
        ScriptedUpstream second = answering();

        RoutedReply reply = route(first, second).send(REQUEST).result();

        assertThat(reply.origin().provider()).isEqualTo("p0");
        assertThat(reply.attempts()).isEqualTo(1);
        assertThat(second.requests).isEmpty();
    }

    @Test
    void tells_each_target_its_own_model() {
        ScriptedUpstream second = answering();

        route(failing(Kind.UPSTREAM_CONNECT), second).send(REQUEST);

        assertThat(second.requests.get(0).target()).isEqualTo(new Origin("scripted", "p1", "m1"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void falls_back_exactly_when_the_failure_is_retryable(Kind kind) {
        ScriptedUpstream second = answering();

        Future<RoutedReply> reply = route(failing(kind), second).send(REQUEST);

        assertThat(reply.succeeded()).isEqualTo(kind.retryable());
        assertThat(second.requests).hasSize(kind.retryable() ? 1 : 0);
    }

    @Test
    void counts_the_attempts_it_took() {
        RoutedReply reply = route(failing(Kind.UPSTREAM_DNS), failing(Kind.UPSTREAM_ERROR), answering())
                .send(REQUEST)
                .result();

        assertThat(reply.attempts()).isEqualTo(3);
        assertThat(reply.origin().provider()).isEqualTo("p2");
    }

    @Test
    void fails_as_the_last_target_failed() {
        Future<RoutedReply> reply = route(failing(Kind.UPSTREAM_DNS), failing(Kind.UPSTREAM_OVERLOADED))
                .send(REQUEST);

        assertThat(((ChatException) reply.cause()).kind()).isEqualTo(Kind.UPSTREAM_OVERLOADED);
    }

    @Test
    void asks_nobody_else_once_a_reply_has_begun() {
        ScriptedUpstream first = answering();
        ScriptedUpstream second = answering();
        List<Throwable> failures = new ArrayList<>();

        route(first, second).send(REQUEST).result().stream().exceptionHandler(failures::add);
        first.stream.fail(Kind.UPSTREAM_RESET);

        assertThat(failures).hasSize(1);
        assertThat(second.requests).isEmpty();
    }

    @Test
    void tells_who_was_asked_instead_of_whom_and_whether_that_helped() {
        route(failing(Kind.UPSTREAM_DNS), failing(Kind.UPSTREAM_ERROR), answering())
                .send(REQUEST);

        assertThat(fallbacks)
                .extracting(
                        it -> it.from().provider() + ">" + it.to().provider() + " " + it.reason() + " " + it.answered())
                .containsExactly("p0>p1 UPSTREAM_DNS false", "p1>p2 UPSTREAM_ERROR true");
    }

    private Route route(ScriptedUpstream... upstreams) {
        List<Target> targets = new ArrayList<>();
        for (ScriptedUpstream upstream : upstreams) {
            int index = targets.size();
            targets.add(new Target(
                    new Origin("scripted", "p" + index, "m" + index),
                    upstream,
                    new ModelConfig("m" + index, 1000, 100, "o200k_base")));
        }
        return new Route("default", targets, HistoryConfig.DEFAULT, null, fallbacks::add);
    }
}
