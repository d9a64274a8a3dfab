package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.Await;
import io.backstory.testing.FakeProvider;
import io.backstory.testing.RawHttp;
import io.backstory.testing.Replies;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a stream to a client ends, and what is stored and counted of it. */
class StreamEndsTest {
    private static final String HALF = "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"choices\":"
            + "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hel\"},\"finish_reason\":null}]}\n\n";
    private static final String REST = HALF.replace("Hel", "lo.")
            + HALF.replace("\"finish_reason\":null", "\"finish_reason\":\"stop\"") + "data: [DONE]\n\n";
    private static final String ASK = "{\"sessionId\":\"s\",\"newMessage\":\"Hi.\",\"stream\":true}";

    private final RunningGateway gateway =
            RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withPatience(Duration.ofSeconds(20)));

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_whole_stream_is_counted_as_complete() {
        assertThat(gateway.post("/chat", ASK).events()).isNotEmpty();

        assertMetric("backstory_streams_total{end=\"complete\",route=\"default\"} 1");
        assertMetric("backstory_streams_active{route=\"default\"} 0");
    }

    @Test
    void a_provider_that_breaks_off_in_the_middle_is_not_counted_as_a_success() {
        gateway.provider().reply(Replies.cutAfter(HALF));

        assertThat(gateway.post("/chat", ASK).body()).contains("event: error").doesNotContain("event: done");

        assertMetric("backstory_streams_total{end=\"upstream_abort\",route=\"default\"} 1");
        assertMetric("outcome=\"upstream_error\"", "backstory_requests_total", "door=\"chat\"", "} 1");
        assertThat(gateway.get("/v1/sessions/s").status()).isEqualTo(404);
    }

    @Test
    void a_client_that_leaves_is_counted_and_its_turn_is_stored_all_the_same() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        gateway.provider().reply(halfThenRestAfter(left));

        try (Socket client = stream()) {
            RawHttp.readUntil(client, "Hel");
        }
        awaitMetric("backstory_streams_total{end=\"client_cancel\",route=\"default\"} 1");
        awaitMetric("backstory_requests_in_flight{door=\"chat\"} 0");
        left.countDown();

        awaitStored();
        assertThat(gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Again.\"}")
                        .at("/turn"))
                .isEqualTo("2");
    }

    @Test
    void a_client_that_leaves_before_the_first_word_still_gets_its_turn_stored() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        Promise<Void> asked = Promise.promise();
        gateway.provider().reply((request, response) -> {
            asked.complete();
            onceDown(left, () -> Replies.chunks(HALF, REST).answer(request, response));
        });

        try (Socket client = stream()) {
            Await.within(asked.future());
            assertThat(client.isConnected()).isTrue();
        }
        awaitMetric("backstory_requests_in_flight{door=\"chat\"} 0");
        left.countDown();

        awaitStored();
    }

    @Test
    void a_client_that_leaves_before_its_json_answer_gets_its_turn_stored_too() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        Promise<Void> asked = Promise.promise();
        gateway.provider().reply((request, response) -> {
            asked.complete();
            onceDown(left, () -> Wire.OPENAI.text("Hello.").answer(request, response));
        });

        try (Socket client = send(ASK.replace("true", "false"))) {
            Await.within(asked.future());
            assertThat(client.isConnected()).isTrue();
        }
        awaitMetric("backstory_requests_in_flight{door=\"chat\"} 0");
        left.countDown();

        awaitStored();
    }

    private static FakeProvider.Reply halfThenRestAfter(CountDownLatch left) {
        return (request, response) -> {
            response.setChunked(true).putHeader("content-type", "text/event-stream");
            response.write(HALF);
            onceDown(left, () -> response.end(REST));
        };
    }

    private static void onceDown(CountDownLatch latch, Runnable then) {
        Thread waiting = new Thread(() -> {
            try {
                latch.await();
                then.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.setDaemon(true);
        waiting.start();
    }

    private Socket stream() throws IOException {
        return send(ASK);
    }

    private Socket send(String body) throws IOException {
        Socket client = RawHttp.connect(gateway.url("/"));
        RawHttp.send(
                client,
                "POST /chat HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: " + body.length()
                        + "\n\n" + body);
        return client;
    }

    private void awaitStored() {
        Awaited.until(() -> gateway.get("/v1/sessions/s").status() == 200);
    }

    private void awaitMetric(String line) {
        Awaited.until(() -> gateway.management("/metrics").body().contains(line));
    }

    private void assertMetric(String... parts) {
        Awaited.until(() -> gateway.management("/metrics").body().lines().anyMatch(line -> Arrays.stream(parts)
                .allMatch(line::contains)));
    }
}
