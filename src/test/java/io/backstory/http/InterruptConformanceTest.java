package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.Await;
import io.backstory.testing.RawHttp;
import io.backstory.testing.Replies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns that are read again or stopped, by the lines of the checklist. */
class InterruptConformanceTest {
    private static final String HALF =
            "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                    + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Half an answer\"},"
                    + "\"finish_reason\":null}]}\n\n";

    private final RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI);

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void c19_a_turn_is_read_again_with_the_same_bytes() {
        Reply first = say("One.");
        Reply second = say("Two.");

        assertThat(gateway.get("/v1/sessions/s/turns/1").body()).isEqualTo(first.body());
        assertThat(gateway.get("/v1/sessions/s/turns/2").body()).isEqualTo(second.body());
        assertThat(gateway.get("/v1/sessions/s/turns/last").body()).isEqualTo(second.body());
        assertThat(gateway.get("/v1/sessions/s/turns/3").at("/code")).isEqualTo("response_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "01", "x", "9999999999"})
    void a_turn_is_named_by_its_number(String name) {
        say("One.");

        assertThat(gateway.get("/v1/sessions/s/turns/" + name).at("/code")).isEqualTo("invalid_request");
    }

    @Test
    void c19_a_running_turn_says_that_it_runs() throws Exception {
        say("One.");
        HeldReply held = new HeldReply(Wire.OPENAI.text("Two."));
        gateway.provider().reply(held);
        CompletableFuture<Reply> running = held.whileHeld(() -> say("Two."));

        Reply last = gateway.get("/v1/sessions/s/turns/last");

        assertThat(last.status()).isEqualTo(202);
        assertThat(last.body()).isEqualTo("{\"status\":\"running\",\"turn\":2}");
        assertThat(gateway.get("/v1/sessions/s/turns/1").status()).isEqualTo(200);
        held.release();
        assertThat(gateway.get("/v1/sessions/s/turns/2").status()).isIn(200, 202);
        assertThat(running.get().at("/turn")).isEqualTo("2");
    }

    @Test
    void c93_an_interrupt_stores_what_was_shown_and_frees_the_session() throws Exception {
        gateway.provider().reply(Replies.stallAfter(HALF));
        try (Socket client = ask("{\"sessionId\":\"s\",\"newMessage\":\"Hi.\",\"stream\":true}")) {
            RawHttp.readUntil(client, "Half");

            Reply stopped = gateway.post("/v1/sessions/s/interrupt", "{}");

            assertThat(stopped.status()).isEqualTo(202);
            Await.within(gateway.provider().disconnected());
            assertThat(RawHttp.readUntil(client, "event: done")).doesNotContain("event: error");
            Reply stored = gateway.get("/v1/sessions/s/turns/1");
            assertThat(stored.at("/status")).isEqualTo("cancelled");
            assertThat(stored.at("/finishReason")).isEqualTo("cancelled");
            assertThat(stored.at("/response")).isEqualTo("Half an answer");
        }
        assertThat(say("Go on.").at("/turn")).isEqualTo("2");
        assertThat(gateway.provider().lastRequest().body().toString()).contains("Half an answer");
    }

    @Test
    void c93_a_turn_stopped_before_its_first_word_leaves_nothing() throws Exception {
        say("One.");
        HeldReply held = new HeldReply(Wire.OPENAI.text("Never shown."));
        gateway.provider().reply(held);
        CompletableFuture<Reply> running = held.whileHeld(() -> say("Two."));

        assertThat(gateway.post("/v1/sessions/s/interrupt", "").status()).isEqualTo(202);

        Reply ended = running.get();
        assertThat(ended.status()).isEqualTo(499);
        assertThat(ended.at("/code")).isEqualTo("request_cancelled");
        assertThat(say("Three.").at("/turn")).isEqualTo("2");
        assertThat(gateway.provider().lastRequest().body().toString()).doesNotContain("Two.");
        held.release();
    }

    @Test
    void c93_where_nothing_runs_there_is_nothing_to_stop() {
        say("One.");

        Reply idle = gateway.post("/v1/sessions/s/interrupt", "");

        assertThat(idle.status()).isEqualTo(409);
        assertThat(idle.at("/code")).isEqualTo("turn_conflict");
        assertThat(idle.at("/currentTurn")).isEqualTo("1");
        assertThat(gateway.post("/v1/sessions/none/interrupt", "").at("/code")).isEqualTo("session_not_found");
        assertThat(gateway.post("/v1/sessions/s/interrupt", "{\"now\":true}").at("/code"))
                .isEqualTo("unknown_field");
    }

    @Test
    void c93_an_openai_stream_that_is_stopped_ends_as_one_that_was_cut_off() throws Exception {
        gateway.provider().reply(Replies.stallAfter(HALF));
        String body = "{\"model\":\"default\",\"session_id\":\"s\",\"stream\":true,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi.\"}]}";
        try (Socket client = ask("/v1/chat/completions", body)) {
            RawHttp.readUntil(client, "Half");

            gateway.post("/v1/sessions/s/interrupt", "");

            String end = RawHttp.readUntil(client, "[DONE]");
            JsonNode items = gateway.get("/v1/sessions/s/items").json().at("/data");
            assertThat(end).contains("\"finish_reason\":\"length\"");
            assertThat(items.at("/1/status").asText()).isEqualTo("incomplete");
        }
    }

    private Socket ask(String body) throws Exception {
        return ask("/chat", body);
    }

    private Socket ask(String path, String body) throws Exception {
        Socket client = RawHttp.connect(gateway.url("/"));
        RawHttp.send(
                client,
                "POST " + path + " HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: " + body.length()
                        + "\n\n" + body);
        return client;
    }

    private Reply say(String text) {
        return gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"" + text + "\"}");
    }
}
