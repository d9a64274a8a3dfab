package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {
    private static final String COMPLETIONS = "/v1/chat/completions";
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

    // C25, C33
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'sessionId':'s','newMessage':'x'|invalid_json",
                "{'sessionId':'s','newMessage':'x','newMessage':'y'}|invalid_json",
                "{'sessionId':'s','newMessage':'x'} trailing|invalid_json",
                "{'sessionId':'s','newMessage':NaN}|invalid_json",
                "[1]|invalid_json",
                "{'newMessage':'x'}|missing_required_parameter",
                "{'sessionId':'s'}|missing_required_parameter",
                "{'sessionId':'s','newMessage':7}|invalid_request",
                "{'sessionId':'s','newMessage':''}|invalid_request",
                "{'sessionId':'s','newMesage':'x'}|unknown_field",
                "{'sessionId':'s','newMessage':'x','base_url':'http://evil'}|unknown_field",
                "{'sessionId':'a b','newMessage':'x'}|invalid_session_id",
                "{'sessionId':'s','newMessage':'x','model':'nope'}|model_not_found",
                "{'sessionId':'sess_unknown','newMessage':'x'}|session_not_found",
                "{'sessionId':'s','toolResults':[{'callId':'c','output':'1'}]}|tool_call_not_found",
            })
    void is_refused_on_the_native_door_with_its_code(String body, String code) {
        Reply reply = gateway.post("/v1/chat", body.replace('\'', '"'));

        assertThat(reply.at("/code")).isEqualTo(code);
        assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
        assertThat(reply.at("/status")).isEqualTo(Integer.toString(reply.status()));
        assertThat(reply.at("/requestId")).isEqualTo(reply.header("x-request-id"));
        assertThat(reply.at("/detail")).isNotEmpty();
    }

    // C43
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'model':'default','messages':[{'role':'user','content':'x'}|400|invalid_json",
                "{'model':'default','messages':[{'role':'user','content':5}]}|400|invalid_request",
                "{'model':'default','messages':[]}|400|invalid_request",
                "{'model':'default'}|400|missing_required_parameter",
                "{'model':'default','messages':[{'role':'user','content':'x'}],'api_base':'http://evil'}|400|*",
                "{'model':'nope','messages':[{'role':'user','content':'x'}]}|404|model_not_found",
                "{'model':'default','messages':[{'role':'tool','tool_call_id':'c','content':'x'}]}|400|tool_call_not_found",
                "{'model':'default','session_id':'other','messages':[{'role':'user','content':'x'}]}|400|session_conflict",
            })
    void is_refused_on_the_completions_door_in_the_vendors_shape(String body, int status, String code) {
        Reply reply = gateway.post(COMPLETIONS, body.replace('\'', '"'), "x-session-id", "s");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().at("/error").fieldNames()).toIterable().contains("message", "type", "param", "code");
        if (!code.equals("*")) {
            assertThat(reply.at("/error/code")).isEqualTo(code);
        }
    }

    @Test
    void is_refused_when_it_is_nested_65_levels_deep() {
        String deep = "[".repeat(64) + "]".repeat(64);
        String body = "{\"sessionId\":\"s\",\"newMessage\":\"x\",\"metadata\":" + deep + "}";

        assertThat(gateway.post("/chat", body).at("/code")).isEqualTo("invalid_json");
    }

    @Test
    void is_refused_when_it_is_larger_than_4_mib() {
        Reply reply = gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"" + "x".repeat(4 << 20) + "\"}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.at("/code")).isEqualTo("request_too_large");
    }

    @ParameterizedTest
    @CsvSource({"content-type,text/plain", "content-type,application/x-www-form-urlencoded", "content-encoding,gzip"})
    void is_refused_with_another_content_type_or_encoding(String header, String value) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.url("/chat"))
                .POST(BodyPublishers.ofString("{\"sessionId\":\"s\",\"newMessage\":\"x\"}"));
        if (!header.equals("content-type")) {
            request.header("content-type", "application/json");
        }

        assertThat(RunningGateway.send(request, header, value).status()).isEqualTo(415);
    }

    @Test
    void is_refused_without_a_content_type_while_no_key_is_required() {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.url("/chat"))
                .POST(BodyPublishers.ofString("{\"sessionId\":\"s\",\"newMessage\":\"x\"}"));

        assertThat(RunningGateway.send(request).status()).isEqualTo(415);
    }

    @Test
    void gets_the_shape_of_the_door_for_unknown_paths_and_wrong_methods() {
        assertThat(gateway.get("/nowhere").at("/code")).isEqualTo("route_not_found");
        assertThat(gateway.get("/v1/chat/completions").at("/error/code")).isEqualTo("method_not_allowed");
        assertThat(gateway.get("/v1/chat/completions").status()).isEqualTo(405);
        assertThat(gateway.get("/v1/models/nope").at("/error/code")).isEqualTo("model_not_found");
        assertThat(gateway.get("/v1/sessions/nope").at("/code")).isEqualTo("session_not_found");
        assertThat(gateway.delete("/v1/sessions/nope").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "/chat, POST",
        "/v1/chat, POST",
        "/v1/chat/completions, POST",
        "/v1/models, GET",
        "/v1/models/default, GET",
        "/v1/sessions, 'GET, POST'",
        "/v1/sessions/s, 'GET, PATCH, DELETE'",
        "/v1/sessions/s/items, GET",
        "/v1/sessions/s/fork, POST",
        "/v1/sessions/s/turns/last, GET",
        "/v1/sessions/s/items/i, DELETE"
    })
    void is_told_which_methods_a_path_takes(String path, String methods) {
        Reply reply =
                RunningGateway.send(HttpRequest.newBuilder(gateway.url(path)).method("PUT", BodyPublishers.noBody()));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("allow")).isEqualTo(methods);
        assertThat(reply.body()).contains("This path takes " + methods + ".");
    }

    @Test
    void gets_a_request_id_and_keeps_its_own_when_that_is_valid() {
        assertThat(gateway.get("/nowhere", "x-request-id", "mine-1").header("x-request-id"))
                .isEqualTo("mine-1");
        assertThat(gateway.get("/nowhere", "x-request-id", "not valid").header("x-request-id"))
                .startsWith("req_");
    }
}
