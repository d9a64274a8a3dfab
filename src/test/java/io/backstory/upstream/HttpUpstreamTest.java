package io.backstory.upstream;

import static io.backstory.upstream.Calls.await;
import static io.backstory.upstream.Calls.events;
import static io.backstory.upstream.Calls.failure;
import static io.backstory.upstream.Calls.json;
import static io.backstory.upstream.Calls.streaming;
import static io.backstory.upstream.Calls.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.testing.Flood;
import io.backstory.testing.Replies;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class HttpUpstreamTest extends HttpUpstreamFixture {

    @Test
    void delivers_the_events_of_a_stream_in_order() {
        provider.reply(Replies.chunks("start\nHel", "lo\ndo", "ne\n"));

        List<ChatEvent> events = await(events(upstream().send(streaming("Hi"))));

        assertThat(text(events)).isEqualTo("Hello");
        assertThat(events).first().isInstanceOf(ChatEvent.Started.class);
        assertThat(events).last().isInstanceOf(ChatEvent.Finished.class);
    }

    @Test
    void delivers_a_json_reply_the_same_way() {
        provider.reply(Replies.json("start\nHello\ndone\n"));

        assertThat(text(await(events(upstream().send(json("Hi")))))).isEqualTo("Hello");
    }

    @Test
    void reads_a_stream_cut_anywhere() {
        provider.reply(Replies.split("start\nHello\ndone\n", 1, 5, 6, 7, 13, 16));

        assertThat(text(await(events(upstream().send(streaming("Hi")))))).isEqualTo("Hello");
    }

    @Test
    void sends_what_the_dialect_wrote_below_the_base_path() {
        await(upstream("/v1/").send(streaming("Hi")));

        assertThat(provider.lastRequest().path()).isEqualTo("/v1/lines");
        assertThat(provider.lastRequest().method()).isEqualTo("POST");
        assertThat(provider.lastRequest().body().toString()).isEqualTo("Hi");
        assertThat(provider.lastRequest().headers().get("x-line-version")).isEqualTo("1");
        assertThat(provider.lastRequest().headers().get("accept")).isEqualTo("text/event-stream");
        assertThat(provider.lastRequest().headers().get("accept-encoding")).isEqualTo("identity");
    }

    @Test
    void sends_the_key_in_the_header_of_the_dialect_and_nowhere_else() {
        await(upstream().send(streaming("Hi")));

        List<String> withKey = provider.lastRequest().headers().entries().stream()
                .filter(header -> header.getValue().contains(KEY))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(withKey).containsExactly("x-line-key");
        assertThat(provider.lastRequest().body().toString()).doesNotContain(KEY);
    }

    @Test
    void hides_the_key_when_the_provider_echoes_it() {
        provider.reply(Replies.error(500, "cannot handle " + KEY));

        ChatException failure = failure(upstream().send(streaming("Hi")));

        assertThat(failure).hasMessage("cannot handle ***").hasNoCause();
    }

    @Test
    void tells_what_the_dialect_could_not_send() {
        ReplyStream reply = await(upstream().send(streaming("Hi")));

        assertThat(reply.ignored()).containsExactly("seed");
        assertThat(reply.droppedReasoning()).isEqualTo(2);
    }

    @Test
    void serves_two_calls_over_one_connection() {
        provider.byDefault(Replies.chunks("Hello\n", "done\n"));
        Upstream upstream = upstream(config -> config.connections(1));

        await(events(upstream.send(streaming("1"))));
        await(events(upstream.send(streaming("2"))));

        assertThat(provider.requests()).hasSize(2);
        assertThat(provider.connections()).isEqualTo(1);
    }

    @Test
    void ends_with_the_last_event_though_the_provider_keeps_the_connection_open() {
        provider.reply(Replies.stallAfter("Hello\n", "done\n"));

        assertThat(text(await(events(upstream().send(streaming("Hi")))))).isEqualTo("Hello");
    }

    @Test
    void reads_no_more_than_its_reader_wants() {
        Flood flood = new Flood(("x".repeat(1023) + "\n").repeat(8), 24 << 20);
        provider.reply(flood);

        ReplyStream reply = await(upstream().send(streaming("Hi")));
        await(flood.full());
        Promise<Void> third = Promise.promise();
        List<ChatEvent> events = new CopyOnWriteArrayList<>();
        reply.handler(event -> {
            events.add(event);
            if (events.size() == 3) {
                third.complete();
            }
        });
        reply.fetch(3);
        await(third.future());

        assertThat(events).hasSize(3);
        assertThat(flood.written()).isLessThan(24 << 20);
        reply.cancel();
    }

    @Test
    void refuses_a_reply_without_an_end() {
        provider.reply(new Flood(("x".repeat(1023) + "\n").repeat(64), 40 << 20));

        assertThat(failure(events(upstream().send(streaming("Hi")))).kind()).isEqualTo(Kind.UPSTREAM_MALFORMED);
    }

    @Test
    void closes_the_connection_when_a_reply_is_cancelled() {
        provider.reply(Replies.stallAfter("Hello\n"));

        await(upstream().send(streaming("Hi"))).cancel();

        await(provider.disconnected());
    }

    @Test
    void runs_handlers_on_the_context_of_the_caller() {
        provider.reply(Replies.chunks("Hello\n", "done\n"));
        Upstream upstream = upstream();
        Context caller = vertx.getOrCreateContext();
        Promise<Context> seen = Promise.promise();

        caller.runOnContext(v -> upstream.send(streaming("Hi"))
                .onSuccess(reply -> reply.handler(event -> seen.tryComplete(Vertx.currentContext()))
                        .resume()));

        assertThat(await(seen.future())).isSameAs(caller);
    }

    @Test
    void a_failing_handler_ends_the_reply() {
        provider.reply(Replies.chunks("Hello\n", "done\n"));
        ReplyStream reply = await(upstream().send(streaming("Hi")));
        Promise<Void> end = Promise.promise();

        reply.exceptionHandler(end::fail).endHandler(v -> end.complete());
        reply.handler(event -> {
            throw new IllegalStateException("broken reader");
        });
        reply.resume();

        assertThat(failure(end.future()).kind()).isEqualTo(Kind.INTERNAL_ERROR);
    }

    @Test
    void refuses_a_call_when_too_many_wait_for_a_connection() {
        provider.byDefault(Replies.stall());
        Upstream upstream = upstream(config -> config.connections(1));
        Promise<ReplyStream> firstOver = Promise.promise();
        for (int i = 0; i < HttpUpstream.MAX_WAITING + 2; i++) {
            upstream.send(streaming("Hi")).onFailure(firstOver::tryFail);
        }

        assertThat(failure(firstOver.future()).kind()).isEqualTo(Kind.OVERLOADED);
    }

    @Test
    void a_call_that_waits_for_a_connection_is_under_the_clock() {
        provider.byDefault(Replies.stall());
        Upstream upstream = upstream(config -> config.connections(1).firstToken(Duration.ofMillis(150)));
        upstream.send(streaming("first"));

        assertThat(failure(upstream.send(streaming("second"))).kind()).isEqualTo(Kind.UPSTREAM_FIRST_TOKEN_TIMEOUT);
    }
}
