package io.backstory.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ContextReport;
import io.backstory.chat.Origin;
import io.backstory.chat.ReplyHead;
import io.backstory.config.AuthConfig;
import io.backstory.config.GatewayConfig;
import io.backstory.config.LoggingConfig;
import io.backstory.config.RouteConfig;
import io.backstory.config.RouteConfig.HistoryConfig;
import io.backstory.config.ServerConfig;
import io.backstory.config.SessionsConfig;
import io.backstory.dialect.thin.ThinDoor;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.testing.Await;
import io.backstory.testing.RawHttp;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that keeps its connection and reads nothing. */
class SlowClientTest {
    private static final byte[] ASK = "{\"sessionId\":\"s\",\"newMessage\":\"x\",\"stream\":true}".getBytes(UTF_8);

    private final Vertx vertx = Vertx.vertx();
    private final Promise<SseChannel> dropped = Promise.promise();

    @AfterEach
    void stop() {
        Await.within(vertx.close());
    }

    @Test
    void is_dropped_so_that_its_turn_goes_on_without_it() throws IOException {
        Router router = Router.router(vertx);
        router.route().handler(this::flood);
        HttpServer server =
                Await.within(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        URI url = URI.create("http://127.0.0.1:" + server.actualPort());

        try (Socket client = RawHttp.connect(url)) {
            RawHttp.send(client, "GET /chat HTTP/1.1\nHost: x\n\n");

            SseChannel channel = Await.within(dropped.future());
            assertThat(channel.isGone()).isTrue();
            assertThat(channel.isFull()).isFalse();
        }
    }

    private void flood(RoutingContext context) {
        Exchange.begin(context);
        ThinDoor door = new ThinDoor();
        GatewayMetrics metrics = new GatewayMetrics(config());
        SseChannel channel = new SseChannel(context, door.encoder(door.read(Bytes.wrap(ASK))), metrics, 1);
        channel.started(new ReplyHead(
                "s",
                1,
                "t",
                "default",
                new Origin("openai-chat", "alpha", "large-1"),
                Instant.EPOCH,
                ContextReport.NONE,
                List.of(),
                1,
                null));
        write(channel);
    }

    private static GatewayConfig config() {
        return new GatewayConfig(
                ServerConfig.DEFAULT,
                AuthConfig.OPEN,
                Map.of(),
                Map.of(
                        "default",
                        new RouteConfig(
                                "default", List.of(new RouteConfig.Target("alpha", "large-1")), HistoryConfig.DEFAULT)),
                SessionsConfig.DEFAULT,
                LoggingConfig.DEFAULT);
    }

    private void write(SseChannel channel) {
        while (!channel.isFull()) {
            channel.event(new ChatEvent.TextDelta(0, "x".repeat(100_000)));
        }
        channel.onDrained(() -> {
            if (channel.isGone()) {
                dropped.tryComplete(channel);
            } else {
                write(channel);
            }
        });
    }
}
