package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.LeavingConfig.OnDisconnect;
import io.backstory.testing.Await;
import io.backstory.testing.RawHttp;
import io.backstory.testing.Replies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What becomes of a turn whose client leaves while the provider is still talking. */
class LeavingClientTest {
    static final String HALF = "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Half an answer\"},"
            + "\"finish_reason\":null}]}\n\n";

    @Test
    void cancel_stops_the_provider_and_keeps_what_was_shown_as_incomplete() throws Exception {
        try (RunningGateway gateway = started(OnDisconnect.CANCEL, Duration.ofMinutes(1))) {
            leaveInTheMiddle(gateway);

            Await.within(gateway.provider().disconnected());
            Reply items = awaited(() -> gateway.get("/v1/sessions/s/items"));
            assertThat(items.at("/data/1/content/0/text")).isEqualTo("Half an answer");
            assertThat(items.at("/data/1/status")).isEqualTo("incomplete");
            assertThat(say(gateway).at("/turn")).isEqualTo("2");
            assertThat(gateway.provider().lastRequest().body().toString()).contains("Half an answer");
        }
    }

    @Test
    void discard_stops_the_provider_and_leaves_the_session_as_it_was() throws Exception {
        try (RunningGateway gateway = started(OnDisconnect.DISCARD, Duration.ofMinutes(1))) {
            leaveInTheMiddle(gateway);

            Await.within(gateway.provider().disconnected());
            Reply next = awaited(() -> say(gateway));
            assertThat(next.at("/turn")).isEqualTo("1");
            assertThat(gateway.provider().lastRequest().body().toString()).doesNotContain("Half an answer");
        }
    }

    @Test
    void finish_gives_up_on_a_provider_that_takes_too_long_for_nobody() throws Exception {
        try (RunningGateway gateway = started(OnDisconnect.FINISH, Duration.ofMillis(50))) {
            leaveInTheMiddle(gateway);

            Await.within(gateway.provider().disconnected());
            Reply items = awaited(() -> gateway.get("/v1/sessions/s/items"));
            assertThat(items.at("/data/1/status")).isEqualTo("incomplete");
        }
    }

    @Test
    void a_pass_through_has_nothing_to_finish_for() throws Exception {
        try (RunningGateway gateway = started(OnDisconnect.FINISH, Duration.ofMinutes(1))) {
            gateway.provider().reply(Replies.stallAfter(HALF));
            String ask =
                    "{\"model\":\"default\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi.\"}]}";

            leave(gateway, "/v1/chat/completions", ask);

            Await.within(gateway.provider().disconnected());
            assertThat(gateway.get("/v1/sessions").json().at("/data")).isEmpty();
        }
    }

    private static RunningGateway started(OnDisconnect policy, Duration finishAtMost) {
        return RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withLeaving(policy, finishAtMost));
    }

    private static void leaveInTheMiddle(RunningGateway gateway) throws IOException {
        gateway.provider().reply(Replies.stallAfter(HALF));
        leave(gateway, "/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Hi.\",\"stream\":true}");
    }

    private static void leave(RunningGateway gateway, String path, String ask) throws IOException {
        try (Socket client = RawHttp.connect(gateway.url("/"))) {
            RawHttp.send(
                    client,
                    "POST " + path + " HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: "
                            + ask.length() + "\n\n" + ask);
            RawHttp.readUntil(client, "Half");
        }
    }

    private static Reply say(RunningGateway gateway) {
        return gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"Again.\"}");
    }

    /** The first answer that is none of an error: the gateway hears of the closed connection in its own time. */
    private static Reply awaited(Supplier<Reply> request) {
        List<Reply> good = new ArrayList<>();
        Awaited.until(() -> {
            if (good.isEmpty()) {
                Stream.of(request.get()).filter(reply -> reply.status() == 200).forEach(good::add);
            }
            return !good.isEmpty();
        });
        return good.get(0);
    }
}
