package io.backstory.upstream;

import static io.backstory.upstream.Calls.await;
import static io.backstory.upstream.Calls.events;
import static io.backstory.upstream.Calls.failure;
import static io.backstory.upstream.Calls.readAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.Kind;
import io.backstory.config.ProviderConfig.Fault;
import io.backstory.config.ProviderConfig.Fault.Mode;
import io.backstory.config.ProviderConfig.Timeouts;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedFaultTest extends SimulatorFixture {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void fails_every_nth_call() {
        Upstream upstream = simulator(new Fault(Mode.FAIL, 2));

        await(call(upstream));
        assertThat(failure(call(upstream)).kind()).isEqualTo(Kind.UPSTREAM_ERROR);
        await(call(upstream));
    }

    @Test
    void limits_the_rate_with_a_hint() {
        Future<?> call = call(simulator(new Fault(Mode.RATE_LIMIT, 1)));

        assertThat(failure(call).kind()).isEqualTo(Kind.RATE_LIMIT_EXCEEDED);
        assertThat(failure(call).retryAfter()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void cuts_a_reply_in_the_middle() {
        ReplyStream reply =
                await(simulator(new Fault(Mode.CUT, 1)).send(request(user("Hi")).build()));

        assertThat(failure(readAll(reply)).kind()).isEqualTo(Kind.UPSTREAM_RESET);
    }

    @Test
    void stalls_a_stream_until_the_first_token_is_overdue() {
        Upstream upstream = simulator(new Timeouts(SHORT, SHORT, MINUTE, MINUTE), new Fault(Mode.STALL, 1));

        assertThat(failure(call(upstream)).kind()).isEqualTo(Kind.UPSTREAM_FIRST_TOKEN_TIMEOUT);
    }

    @Test
    void stalls_a_json_reply_until_the_total_timeout() {
        Upstream upstream = simulator(new Timeouts(SHORT, SHORT, MINUTE, SHORT), new Fault(Mode.STALL, 1));

        assertThat(failure(upstream.send(request(user("Hi")).json().build())).kind())
                .isEqualTo(Kind.UPSTREAM_TIMEOUT);
    }

    @Test
    void refuses_a_conversation_longer_than_the_window_of_its_model() {
        Future<?> call = simulator().send(request(user("x".repeat(5000))).build());

        assertThat(failure(call).kind()).isEqualTo(Kind.CONTEXT_LENGTH_EXCEEDED);
    }

    private static Future<List<ChatEvent>> call(Upstream upstream) {
        return events(upstream.send(request(user("Hi")).build()));
    }
}
