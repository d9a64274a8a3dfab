package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.testing.Await;
import io.backstory.testing.OpenAiReplies;
import io.backstory.testing.RawHttp;
import io.backstory.testing.Replies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.RunningGateway.Settings;
import io.backstory.testing.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that is told to end while turns are running. */
class DrainTest {
    private static final String SAY = "{\"sessionId\":\"s\",\"newMessage\":\"Hi.\"}";

    @TempDir
    Path directory;

    private final Promise<Runnable> asked = Promise.promise();

    @Test
    void answers_and_stores_the_turn_that_runs_and_takes_no_new_one() {
        try (RunningGateway gateway = RunningGateway.start(Wire.OPENAI, settings())) {
            gateway.provider()
                    .reply((request, response) ->
                            asked.complete(() -> OpenAiReplies.text("Late.").answer(request, response)));
            CompletableFuture<Reply> running = CompletableFuture.supplyAsync(() -> gateway.post("/chat", SAY));
            Runnable release = Await.within(asked.future());

            Future<Void> stopped = gateway.stop();
            Reply ready = gateway.management("/readyz");
            Reply alive = gateway.management("/healthz");
            assertThatThrownBy(() -> gateway.post("/chat", SAY)).hasCauseInstanceOf(IOException.class);
            assertThat(stopped.isComplete()).isFalse();
            release.run();

            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.body()).contains("draining");
            assertThat(alive.status()).isEqualTo(200);
            assertThat(running.join().at("/response")).isEqualTo("Late.");
            Await.within(stopped);
        }
        assertStored();
    }

    @Test
    void stores_the_turn_of_a_client_that_has_left() throws IOException {
        try (RunningGateway gateway = RunningGateway.start(Wire.OPENAI, settings())) {
            gateway.provider()
                    .reply((request, response) ->
                            asked.complete(() -> OpenAiReplies.text("Late.").answer(request, response)));
            Runnable release;
            try (Socket client = RawHttp.connect(gateway.url("/"))) {
                RawHttp.send(
                        client,
                        "POST /chat HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: " + SAY.length()
                                + "\n\n" + SAY);
                release = Await.within(asked.future());
            }
            Awaited.until(() ->
                    gateway.management("/metrics").body().contains("backstory_requests_in_flight{door=\"chat\"} 0"));

            Future<Void> stopped = gateway.stop();
            Awaited.until(() -> isClosed(gateway));
            assertThat(gateway.management("/readyz").status()).isEqualTo(503);
            release.run();

            Await.within(stopped);
        }
        assertStored();
    }

    @Test
    void takes_turns_for_a_while_after_it_says_that_it_is_not_ready() {
        Settings patient = new Settings().withDrain(Duration.ofSeconds(30), Duration.ofSeconds(5));
        RunningGateway gateway = RunningGateway.start(Wire.OPENAI, patient);
        gateway.stop();

        assertThat(gateway.management("/readyz").status()).isEqualTo(503);
        assertThat(gateway.post("/chat", SAY).status()).isEqualTo(200);
        gateway.abandon();
    }

    @Test
    void stops_a_turn_that_takes_too_long_tells_its_client_and_keeps_nothing_of_it() {
        try (RunningGateway gateway =
                RunningGateway.start(Wire.OPENAI, settings().withDrain(Duration.ZERO, Duration.ofSeconds(2)))) {
            gateway.provider().reply(Replies.stallAfter(LeavingClientTest.HALF)).reply((request, response) -> {
                asked.complete(() -> {});
            });
            CompletableFuture<Reply> halfway =
                    CompletableFuture.supplyAsync(() -> gateway.post("/chat", SAY.replace("}", ",\"stream\":true}")));
            Awaited.until(() -> gateway.provider().requests().size() == 1);
            CompletableFuture<Reply> silent =
                    CompletableFuture.supplyAsync(() -> gateway.post("/chat", SAY.replace("\"s\"", "\"t\"")));
            Await.within(asked.future());
            CompletableFuture<Reply> waiting = CompletableFuture.supplyAsync(() -> gateway.post("/chat", SAY));
            Awaited.until(() ->
                    gateway.management("/metrics").body().contains("backstory_requests_in_flight{door=\"chat\"} 3"));

            Await.within(gateway.stop());

            assertThat(halfway.join().body()).contains("Half").contains("shutting_down");
            assertThat(silent.join().status()).isGreaterThanOrEqualTo(500);
            assertThat(waiting.join().status()).isEqualTo(503);
            assertThat(waiting.join().at("/code")).isEqualTo("shutting_down");
            assertThat(waiting.join().header("x-should-retry")).isEqualTo("true");
        }
        try (RunningGateway again = RunningGateway.start(Wire.OPENAI, settings())) {
            assertThat(again.get("/v1/sessions/s").status()).isEqualTo(404);
        }
    }

    @Test
    void tells_the_client_of_a_running_turn_that_its_connection_is_over() throws IOException {
        try (RunningGateway gateway = RunningGateway.start(Wire.OPENAI, settings());
                Socket client = RawHttp.connect(gateway.url("/"))) {
            gateway.provider()
                    .reply((request, response) ->
                            asked.complete(() -> OpenAiReplies.text("Late.").answer(request, response)));
            RawHttp.send(
                    client,
                    "POST /chat HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: " + SAY.length()
                            + "\n\n" + SAY);
            Runnable release = Await.within(asked.future());
            Future<Void> stopped = gateway.stop();
            release.run();

            assertThat(RawHttp.readUntil(client, "Late.").toLowerCase(Locale.ROOT))
                    .contains("connection: close");
            Await.within(stopped);
        }
    }

    private static boolean isClosed(RunningGateway gateway) {
        try (Socket socket = RawHttp.connect(gateway.url("/"))) {
            return !socket.isConnected();
        } catch (IOException | UncheckedIOException refused) {
            return true;
        }
    }

    private void assertStored() {
        try (RunningGateway again = RunningGateway.start(Wire.OPENAI, settings())) {
            assertThat(again.get("/v1/sessions/s").at("/turns")).isEqualTo("1");
        }
    }

    private Settings settings() {
        return new Settings().withStore(new StoreConfig.Sqlite(directory.resolve("backstory.db")));
    }
}
