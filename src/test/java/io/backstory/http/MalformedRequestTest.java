package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.RawHttp;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.io.IOException;
import java.net.Socket;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests no HTTP library would send: each gets an answer in the shape of its door, with a request id. */
class MalformedRequestTest {
    private static final String HOST = " HTTP/1.1\nHost: x\nConnection: close\n";
    private static final String JSON = "Content-Type: application/json\n";
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.inFrontOf(Wire.OPENAI);
    }

    @AfterAll
    static void nothing_was_stored_or_forwarded() {
        assertThat(gateway.get("/v1/sessions").json().at("/data")).isEmpty();
        assertThat(gateway.provider().requests()).isEmpty();
        gateway.close();
    }

    static Stream<Arguments> requests() {
        String longHeader = "X-Long: " + "x".repeat(9 << 10) + "\n";
        return Stream.of(
                request("a POST without a body", "POST /chat" + HOST + JSON + "\n", 400, "invalid_json"),
                request("an empty body", "POST /chat" + HOST + JSON + "Content-Length: 0\n\n", 400, "invalid_json"),
                request("a broken escape in the path", "GET /v1/sessions/%zz" + HOST + "\n", 400, "invalid_"),
                request("a cut escape in the path", "GET /v1/sessions/%4" + HOST + "\n", 400, "invalid_"),
                request("an invalid session id", "GET /v1/sessions/a%20b" + HOST + "\n", 400, "invalid_session_id"),
                request("a broken escape in the query", "GET /v1/sessions?limit=%zz" + HOST + "\n", 400, "invalid_"),
                request("a broken escape behind a name", "GET /v1/models/m?%zz" + HOST + "\n", 400, "invalid_"),
                request("a path that is a star", "OPTIONS *" + HOST + "\n", 404, "route_not_found"),
                request("a path without a slash", "GET v1/models" + HOST + "\n", 404, "route_not_found"),
                request("a method no door knows", "BREW /chat" + HOST + "\n", 405, "method_not_allowed"),
                request("an OPTIONS", "OPTIONS /chat" + HOST + "\n", 405, "method_not_allowed"),
                request("a URI of 5 KiB", "GET /" + "u".repeat(5 << 10) + HOST + "\n", 414, "uri_too_long"),
                request("a header of 9 KiB", "GET /v1/models" + HOST + longHeader + "\n", 431, "headers_too_large"),
                request("what is not HTTP", "HELLO\n\n", 400, "invalid_request"),
                request(
                        "a broken length",
                        "POST /chat" + HOST + JSON + "Content-Length: x\n\n",
                        400,
                        "invalid_request"));
    }

    @Test
    void leaves_the_connection_usable_when_a_refused_body_was_not_read() throws IOException {
        String body = "x".repeat(200_000);
        try (Socket client = RawHttp.connect(gateway.url("/"))) {
            RawHttp.send(
                    client,
                    "POST /chat HTTP/1.1\nHost: x\nContent-Type: text/plain\nContent-Length: " + body.length() + "\n\n"
                            + body);
            assertThat(RawHttp.readUntil(client, "unsupported_media_type")).startsWith("HTTP/1.1 415 ");

            RawHttp.send(client, "GET /v1/models" + HOST + "\n");

            assertThat(RawHttp.readUntil(client, "\"default\"")).contains("HTTP/1.1 200 ");
        }
    }

    @Test
    void is_told_to_go_on_when_it_asks_before_it_sends_its_body() throws IOException {
        try (Socket client = RawHttp.connect(gateway.url("/"))) {
            RawHttp.send(
                    client,
                    "POST /chat HTTP/1.1\nHost: x\nContent-Type: application/json\nExpect: 100-continue\n"
                            + "Content-Length: 2\n\n");
            RawHttp.readUntil(client, "HTTP/1.1 100 Continue");

            RawHttp.send(client, "{}");

            assertThat(RawHttp.readUntil(client, "missing_required_parameter")).contains("HTTP/1.1 400 ");
        }
    }

    private static Arguments request(String what, String text, int status, String code) {
        return Arguments.of(what, text, status, code);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requests")
    void is_answered_in_the_shape_of_its_door(String what, String text, int status, String code) {
        String answer = RawHttp.exchange(gateway.url("/"), text);

        assertThat(answer).matches(Pattern.compile("HTTP/1\\.[01] " + status + " .*", Pattern.DOTALL));
        assertThat(answer).contains("x-request-id: ", "\"code\":\"" + code);
    }
}
