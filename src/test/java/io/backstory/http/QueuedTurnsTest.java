package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.QueueConfig;
import io.backstory.testing.OpenAiReplies;
import io.backstory.testing.RawHttp;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Turns of one session on the native door, while another one runs. */
class QueuedTurnsTest {
    private final HeldReply held = new HeldReply(OpenAiReplies.text("Late."));

    @Test
    void c37_both_succeed_in_the_order_of_their_arrival_and_the_later_sees_the_earlier() throws Exception {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            gateway.provider().reply(held);
            CompletableFuture<Reply> first = held.whileHeld(() -> say(gateway, "One."));
            CompletableFuture<Reply> second = inLine(gateway, "Two.", 2);
            CompletableFuture<Reply> third = inLine(gateway, "Three.", 3);
            assertThat(gateway.provider().requests()).hasSize(1);

            held.release();

            assertThat(first.join().at("/turn")).isEqualTo("1");
            assertThat(second.join().at("/turn")).isEqualTo("2");
            assertThat(third.join().at("/turn")).isEqualTo("3");
            assertThat(gateway.provider().requests().get(1).body().toString()).contains("Late.");
            assertThat(metrics(gateway))
                    .contains("backstory_session_conflicts_total{resolution=\"queued\"} 2.0")
                    .contains("backstory_turn_queue_seconds_count{door=\"chat\"} 2");
        }
    }

    @Test
    void c37_the_tenth_of_ten_is_refused() throws Exception {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            gateway.provider().reply(held);
            List<CompletableFuture<Reply>> all = new ArrayList<>(List.of(held.whileHeld(() -> say(gateway, "One."))));
            IntStream.rangeClosed(2, 9).forEach(i -> all.add(inLine(gateway, "More.", i)));

            Reply tenth = say(gateway, "Ten.");
            held.release();

            assertThat(tenth.status()).isEqualTo(409);
            assertThat(tenth.at("/code")).isEqualTo("session_busy");
            assertThat(tenth.header("retry-after")).isEqualTo("2");
            assertThat(all)
                    .allSatisfy(reply -> assertThat(reply.join().status()).isEqualTo(200));
            assertThat(metrics(gateway)).contains("backstory_session_conflicts_total{resolution=\"rejected\"} 1.0");
        }
    }

    @Test
    void one_that_waited_too_long_is_refused() throws Exception {
        QueueConfig impatient = new QueueConfig(Map.of(), 8, Duration.ofMillis(100));
        try (RunningGateway gateway =
                RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withQueue(impatient))) {
            gateway.provider().reply(held);
            CompletableFuture<Reply> first = held.whileHeld(() -> say(gateway, "One."));

            Reply second = say(gateway, "Two.");
            held.release();

            assertThat(second.at("/code")).isEqualTo("session_busy");
            assertThat(first.join().status()).isEqualTo(200);
            assertThat(metrics(gateway)).contains("backstory_session_conflicts_total{resolution=\"timed_out\"} 1.0");
        }
    }

    @Test
    void one_whose_client_leaves_is_never_asked_of_the_provider() throws Exception {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            gateway.provider().reply(held);
            CompletableFuture<Reply> first = held.whileHeld(() -> say(gateway, "One."));
            comeAndGo(gateway);
            CompletableFuture<Reply> third = inLine(gateway, "Three.", 2);

            held.release();

            assertThat(first.join().status()).isEqualTo(200);
            assertThat(third.join().at("/turn")).isEqualTo("2");
            assertThat(gateway.provider().requests()).hasSize(2);
            assertThat(gateway.provider().lastRequest().body().toString()).doesNotContain("Never.");
        }
    }

    @Test
    void a_stream_waits_like_the_others() throws Exception {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            gateway.provider().reply(held);
            CompletableFuture<Reply> first = held.whileHeld(() -> say(gateway, "One."));
            CompletableFuture<Reply> second = CompletableFuture.supplyAsync(
                    () -> gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Two.\",\"stream\":true}"));
            awaitInFlight(gateway, 2);

            held.release();

            assertThat(first.join().status()).isEqualTo(200);
            assertThat(second.join().body()).contains("\"type\":\"done\"").contains("\"turn\":2");
        }
    }

    private static void comeAndGo(RunningGateway gateway) throws IOException {
        String ask = "{\"sessionId\":\"s\",\"newMessage\":\"Never.\"}";
        try (Socket client = RawHttp.connect(gateway.url("/"))) {
            RawHttp.send(
                    client,
                    "POST /chat HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: " + ask.length()
                            + "\n\n" + ask);
            awaitInFlight(gateway, 2);
        }
        awaitInFlight(gateway, 1);
    }

    /** Sends a request and comes back when the gateway has it, so that the next one surely comes later. */
    private static CompletableFuture<Reply> inLine(RunningGateway gateway, String message, int inFlight) {
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> say(gateway, message), task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        });
        awaitInFlight(gateway, inFlight);
        return reply;
    }

    private static void awaitInFlight(RunningGateway gateway, int requests) {
        Awaited.until(
                () -> metrics(gateway).contains("backstory_requests_in_flight{door=\"chat\"} " + requests + ".0"));
    }

    private static String metrics(RunningGateway gateway) {
        return gateway.management("/metrics").body();
    }

    private static Reply say(RunningGateway gateway, String message) {
        return gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"" + message + "\"}");
    }
}
