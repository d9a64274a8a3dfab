package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sessions API, by the lines of the checklist. */
class SessionsConformanceTest {
    private final RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI);

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void c91_creates_a_session_with_all_it_is_to_remember() {
        Reply made = gateway.post(
                "/v1/sessions",
                "{\"id\":\"s\",\"instructions\":\"Be brief.\",\"tools\":[{\"name\":\"look\"}],\"model\":\"default\","
                        + "\"metadata\":{\"team\":\"red\"},\"ttlSeconds\":3600}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.at("/id")).isEqualTo("s");
        assertThat(made.at("/turns")).isEqualTo("0");
        assertThat(made.at("/instructions")).isEqualTo("Be brief.");
        assertThat(made.at("/tools/0/name")).isEqualTo("look");
        assertThat(made.at("/metadata/team")).isEqualTo("red");
        assertThat(seconds(made, "/lastUsedAt", "/expiresAt")).isEqualTo(3600);
        assertThat(made.json().at("/base").isNull()).isTrue();
        assertThat(gateway.get("/v1/sessions/s").body()).isEqualTo(made.body());
        say("s", "Hi.");
        assertThat(prompt()).contains("Be brief.", "look").doesNotContain("red");
    }

    @Test
    void c91_makes_an_id_where_none_is_asked_for() {
        String id = gateway.post("/v1/sessions", "").at("/id");

        assertThat(id).matches("sess_[A-Za-z0-9_-]{22}");
        assertThat(say(id, "Hi.").at("/turn")).isEqualTo("1");
    }

    @Test
    void c91_a_taken_id_is_a_conflict_and_stays_as_it_is() {
        say("s", "Hi.");

        Reply again = gateway.post("/v1/sessions", "{\"id\":\"s\",\"instructions\":\"Other.\"}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.at("/code")).isEqualTo("session_exists");
        assertThat(gateway.get("/v1/sessions/s").json().at("/instructions").isNull())
                .isTrue();
        assertThat(say("s", "More.").at("/turn")).isEqualTo("2");
    }

    @Test
    void c91_patches_what_is_named_and_null_clears() {
        gateway.post("/v1/sessions", "{\"id\":\"s\",\"instructions\":\"Be brief.\",\"metadata\":{\"a\":\"b\"}}");

        Reply patched = gateway.json(
                "PATCH", "/v1/sessions/s", "{\"instructions\":null,\"tools\":[{\"name\":\"look\"}],\"ttlSeconds\":60}");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.json().at("/instructions").isNull()).isTrue();
        assertThat(patched.at("/metadata/a")).isEqualTo("b");
        assertThat(patched.at("/tools/0/name")).isEqualTo("look");
        assertThat(seconds(patched, "/lastUsedAt", "/expiresAt")).isEqualTo(60);
        assertThat(seconds(
                        gateway.json("PATCH", "/v1/sessions/s", "{\"ttlSeconds\":null}"), "/lastUsedAt", "/expiresAt"))
                .isEqualTo(24 * 3600);
    }

    @Test
    void c91_a_patch_meets_no_running_turn() throws Exception {
        HeldReply held = new HeldReply(Wire.OPENAI.text("Done."));
        gateway.provider().reply(held);
        var running = held.whileHeld(() -> say("s", "Hi."));

        assertThat(gateway.json("PATCH", "/v1/sessions/s", "{\"metadata\":{}}").at("/code"))
                .isEqualTo("session_busy");
        assertThat(gateway.post("/v1/sessions", "{\"id\":\"s\"}").at("/code")).isEqualTo("session_busy");
        held.release();
        assertThat(running.get().at("/turn")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"idd\":\"s\"}|unknown_field|idd",
                "{\"id\":\"a b\"}|invalid_session_id|id",
                "{\"id\":\"s\",\"ttlSeconds\":59}|invalid_request|ttlSeconds",
                "{\"id\":\"s\",\"ttlSeconds\":315360001}|invalid_request|ttlSeconds",
                "{\"id\":\"s\",\"tools\":{}}|invalid_request|tools",
                "{\"id\":\"s\",\"metadata\":{\"a\":1}}|invalid_request|metadata.a",
                "{\"id\":\"s\",\"model\":\"large-1\"}|model_not_found|model",
                "{\"id\":\"s\",\"id\":\"s\"}|invalid_json|",
                "[]|invalid_json|"
            })
    void bad_input_stores_nothing(String body, String code, String param) {
        Reply refused = gateway.post("/v1/sessions", body);

        assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
        assertThat(refused.at("/code")).isEqualTo(code);
        assertThat(refused.at("/param")).isEqualTo(param == null ? "null" : param);
        assertThat(gateway.get("/v1/sessions").json().at("/data")).isEmpty();
    }

    @Test
    void an_unknown_field_is_refused_with_the_one_that_was_meant() {
        say("s", "Hi.");

        Reply refused = gateway.json("PATCH", "/v1/sessions/s", "{\"instruction\":\"x\"}");

        assertThat(refused.at("/code")).isEqualTo("unknown_field");
        assertThat(refused.at("/detail")).contains("instructions");
    }

    @Test
    void c91_exports_every_turn_and_a_hash_over_all_of_it() throws Exception {
        gateway.provider().reply(Wire.OPENAI.text("Hello, Ada."), Wire.OPENAI.text("Ada."));
        Reply first = say("s", "My name is Ada.");
        say("s", "What is my name?");

        Reply export = gateway.get("/v1/sessions/s/export");

        List<JsonNode> lines = export.body().lines().map(Reply::parse).toList();
        assertThat(export.header("content-type")).isEqualTo("application/x-ndjson");
        assertThat(lines)
                .extracting(line -> line.at("/type").asText())
                .containsExactly("session", "turn", "turn", "end");
        assertThat(lines.get(0).at("/id").asText()).isEqualTo("s");
        assertThat(lines.get(1).at("/responseId").asText()).isEqualTo(first.at("/responseId"));
        assertThat(lines.get(1).at("/items/0/content/0/text").asText()).isEqualTo("My name is Ada.");
        assertThat(lines.get(3).at("/turns").asInt()).isEqualTo(2);
        assertThat(lines.get(3).at("/sha256").asText()).isEqualTo(hashBeforeTheEnd(export.body()));
    }

    private static String hashBeforeTheEnd(String body) throws Exception {
        String before = body.substring(0, body.indexOf("{\"type\":\"end\""));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(before.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    private static long seconds(Reply session, String from, String to) {
        return Duration.between(Instant.parse(session.at(from)), Instant.parse(session.at(to)))
                .toSeconds();
    }

    private Reply say(String session, String text) {
        return gateway.post("/chat", "{\"sessionId\":\"" + session + "\",\"newMessage\":\"" + text + "\"}");
    }

    private String prompt() {
        return gateway.provider().lastRequest().body().toString();
    }
}
