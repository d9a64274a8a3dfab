package io.backstory.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.config.ProviderConfig.Timeouts;
import io.backstory.dialect.WireRequest;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a reader sees, chunk by chunk. */
class DecodedReplyTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final ManualBody body = new ManualBody();
    private final List<Object> seen = new ArrayList<>();

    @AfterEach
    void closes_everything() {
        Calls.await(vertx.close());
    }

    @Test
    void has_not_begun_before_there_is_content() {
        Future<ReplyStream> begun = begin();

        chunk("start\n");
        assertThat(begun.isComplete()).isFalse();
        chunk("Hello\n");
        assertThat(begun.succeeded()).isTrue();
    }

    @Test
    void fails_to_begin_when_the_error_comes_before_content() {
        Future<ReplyStream> begun = begin();

        chunk("start\noverloaded\n");

        assertThat(((ChatException) begun.cause()).kind()).isEqualTo(Kind.UPSTREAM_OVERLOADED);
        assertThat(body.resets).isEqualTo(1);
    }

    @Test
    void asks_for_the_next_chunk_only_when_the_events_of_the_last_are_delivered() {
        ReplyStream reply = read("a\nb\n");

        run(() -> reply.fetch(1));
        assertThat(seen).hasSize(1);
        assertThat(body.demand).isZero();
        run(() -> reply.fetch(1));
        assertThat(body.demand).isZero();
        run(() -> reply.fetch(1));
        assertThat(seen).hasSize(2);
        assertThat(body.demand).isEqualTo(1);
    }

    @Test
    void a_handler_that_pauses_gets_no_further_event() {
        ReplyStream reply = read("a\nb\nc\n");
        reply.handler(event -> {
            seen.add(event);
            reply.pause();
        });

        run(reply::resume);

        assertThat(seen).hasSize(1);
    }

    @Test
    void delivers_what_came_before_a_failure_and_then_the_failure_once() {
        ReplyStream reply = read("a\n");

        run(reply::resume);

        chunk("b\noverloaded\nc\n");
        run(() -> body.breakOff(new IOException("later")));

        assertThat(seen).hasSize(3);
        assertThat(((ChatException) seen.get(2)).kind()).isEqualTo(Kind.UPSTREAM_OVERLOADED);
    }

    @Test
    void ends_once_after_the_last_event() {
        ReplyStream reply = read("a\ndone\n");

        run(reply::resume);
        run(body::end);

        assertThat(seen).hasSize(3).last().isEqualTo("end");
        assertThat(body.resets).isZero();
    }

    @Test
    void calls_no_handler_after_it_is_cancelled() {
        ReplyStream reply = read("a\nb\n");

        run(() -> {
            reply.cancel();
            return reply;
        });
        run(reply::resume);
        run(body::end);

        assertThat(seen).isEmpty();
        assertThat(body.resets).isEqualTo(1);
    }

    @Test
    void a_reader_on_another_thread_is_served_on_the_context_of_the_call() {
        ReplyStream reply = read("a\ndone\n");

        Promise<Void> end = Promise.promise();
        reply.handler(event -> seen.add(Vertx.currentContext()))
                .endHandler(v -> end.complete())
                .resume();
        Calls.await(end.future());

        assertThat(seen).hasSize(2).containsOnly(context);
    }

    private Future<ReplyStream> begin() {
        return run(() -> {
            Deadlines deadlines = new Deadlines(vertx, Timeouts.DEFAULT, true);
            WireRequest wire = new WireRequest("/", Map.of(), Bytes.EMPTY, List.of(), 0);
            return new DecodedReply(context, body, new LineDialect().decoder(true), wire, deadlines).begin();
        });
    }

    /** A reply that is begun with its first chunk, and writes down what it delivers. */
    private ReplyStream read(String firstChunk) {
        Future<ReplyStream> begun = begin();
        chunk(firstChunk);
        return Calls.await(begun).handler(seen::add).exceptionHandler(seen::add).endHandler(v -> seen.add("end"));
    }

    private void chunk(String text) {
        run(() -> body.chunk(text));
    }

    private <T> T run(Callable<T> step) {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> {
            try {
                done.complete(step.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return Calls.await(done.future());
    }
}
