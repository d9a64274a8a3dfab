package io.backstory.upstream;

import static io.backstory.upstream.Calls.await;
import static io.backstory.upstream.Calls.events;
import static io.backstory.upstream.Calls.failure;
import static io.backstory.upstream.Calls.json;
import static io.backstory.upstream.Calls.readAll;
import static io.backstory.upstream.Calls.streaming;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.testing.Replies;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** How each way a provider can fail is named. */
class HttpUpstreamFailureTest extends HttpUpstreamFixture {
    private static final Duration SHORT = Duration.ofMillis(150);

    @Test
    void a_call_after_the_end_is_refused_because_the_gateway_shuts_down() {
        Upstream upstream = upstream();
        await(upstream.close());

        assertThat(failure(upstream.send(streaming("Hi"))).kind()).isEqualTo(Kind.SHUTTING_DOWN);
    }

    @Test
    void a_port_where_nobody_listens_is_a_connect_failure() {
        int port = provider.port();
        await(provider.close());

        assertThat(failing(at -> at.at("http://127.0.0.1:" + port)).kind()).isEqualTo(Kind.UPSTREAM_CONNECT);
    }

    @Test
    void a_name_that_does_not_resolve_is_a_dns_failure() {
        Upstream upstream = new HttpUpstream(
                vertx,
                new Settings(URI.create("http://api.example"), false, 1, TIMEOUTS).config(),
                new LineDialect(),
                host -> {
                    throw new UnknownHostException(host);
                });

        assertThat(failure(upstream.send(streaming("Hi"))).kind()).isEqualTo(Kind.UPSTREAM_DNS);
    }

    @Test
    void a_peer_that_does_not_speak_tls_is_a_tls_failure() {
        assertThat(failing(at -> at.at("https://127.0.0.1:" + provider.port())).kind())
                .isEqualTo(Kind.UPSTREAM_TLS);
    }

    @Test
    void a_private_address_is_refused_unless_it_is_allowed() {
        ChatException failure = failing(Settings::publicOnly);

        assertThat(failure.kind()).isEqualTo(Kind.UPSTREAM_CONNECT);
        assertThat(failure).hasMessageContaining("private address");
        assertThat(provider.requests()).isEmpty();
    }

    @Test
    void a_provider_that_hangs_up_is_a_reset() {
        provider.reply(Replies.hangUp());

        assertThat(failing(settings -> settings).kind()).isEqualTo(Kind.UPSTREAM_RESET);
    }

    @Test
    void a_connection_lost_in_the_middle_is_a_reset_after_the_events_before_it() {
        provider.reply(Replies.cutAfter("Hello\n"));

        ReplyStream reply = await(upstream().send(streaming("Hi")));

        assertThat(failure(readAll(reply)).kind()).isEqualTo(Kind.UPSTREAM_RESET);
    }

    @Test
    void a_clean_end_without_the_last_event_is_malformed() {
        provider.reply(Replies.chunks("Hello\n"));

        assertThat(failure(events(upstream().send(streaming("Hi")))).kind()).isEqualTo(Kind.UPSTREAM_MALFORMED);
    }

    @Test
    void a_web_page_with_status_200_is_malformed() {
        provider.reply(Replies.html());

        assertThat(failing(settings -> settings).kind()).isEqualTo(Kind.UPSTREAM_MALFORMED);
    }

    @Test
    void a_json_body_for_a_stream_is_malformed() {
        provider.reply(Replies.json("{}"));

        assertThat(failing(settings -> settings).kind()).isEqualTo(Kind.UPSTREAM_MALFORMED);
    }

    @Test
    void what_is_no_http_is_malformed() {
        NetServer server = vertx.createNetServer().connectHandler(socket -> socket.write("nonsense\r\n\r\n"));
        await(server.listen(0, "127.0.0.1"));

        assertThat(failing(at -> at.at("http://127.0.0.1:" + server.actualPort()))
                        .kind())
                .isEqualTo(Kind.UPSTREAM_MALFORMED);
    }

    @Test
    void a_redirect_is_never_followed() {
        provider.reply(Replies.redirect("/elsewhere"));

        assertThat(failing(settings -> settings).kind()).isEqualTo(Kind.UPSTREAM_ERROR);
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void an_error_status_is_explained_by_the_dialect() {
        provider.reply(Replies.error(429, Map.of("Retry-After", "7"), "{}"));

        ChatException failure = failing(settings -> settings);

        assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMIT_EXCEEDED);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void an_error_body_is_read_up_to_a_bound() {
        provider.reply(Replies.error(500, "x".repeat(1 << 20)));

        assertThat(failing(settings -> settings).getMessage()).hasSize(HttpCall.MAX_ERROR_BODY);
    }

    @Test
    void an_error_event_before_any_content_fails_the_call() {
        provider.reply(Replies.chunks("start\n", "overloaded\n"));

        assertThat(failing(settings -> settings).kind()).isEqualTo(Kind.UPSTREAM_OVERLOADED);
    }

    @Test
    void silence_before_the_first_byte_is_a_first_token_timeout() {
        provider.reply(Replies.stall());

        assertThat(failing(settings -> settings.firstToken(SHORT)).kind()).isEqualTo(Kind.UPSTREAM_FIRST_TOKEN_TIMEOUT);
        await(provider.disconnected());
    }

    @Test
    void silence_between_chunks_is_an_idle_timeout() {
        provider.reply(Replies.stallAfter("Hello\n"));

        assertThat(failure(events(upstream(settings -> settings.idle(SHORT)).send(streaming("Hi"))))
                        .kind())
                .isEqualTo(Kind.UPSTREAM_IDLE_TIMEOUT);
        await(provider.disconnected());
    }

    @Test
    void a_json_reply_may_take_until_the_total_timeout() {
        provider.reply(Replies.stall());
        Upstream upstream =
                upstream(settings -> settings.firstToken(Duration.ofMillis(1)).total(SHORT));

        assertThat(failure(upstream.send(json("Hi"))).kind()).isEqualTo(Kind.UPSTREAM_TIMEOUT);
    }

    @Test
    void no_message_tells_the_key() {
        provider.reply(Replies.hangUp(), Replies.html(), Replies.error(500, KEY), Replies.error(401, KEY));
        for (int call = 0; call < 4; call++) {
            assertThat(failing(settings -> settings).toString()).doesNotContain(KEY);
        }
    }

    private ChatException failing(UnaryOperator<Settings> change) {
        return failure(upstream(change).send(streaming("Hi")));
    }
}
