package io.backstory.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.AuthConfig;
import io.backstory.config.AuthConfig.KeyConfig;
import io.backstory.config.AuthConfig.TenantConfig;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sessions of another tenant look like sessions that never were, on every route. */
class SessionsIsolationTest {
    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        AuthConfig auth = new AuthConfig(AuthConfig.Mode.KEYS, false, List.of(tenant("acme"), tenant("globex")));
        gateway = RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withAuth(auth));
        as("acme", "POST", "/chat", "{\"sessionId\":\"theirs\",\"newMessage\":\"A secret.\"}");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, ''",
        "GET, ?line=own",
        "PATCH, ''",
        "DELETE, ''",
        "GET, /items",
        "GET, /turns/1",
        "GET, /turns/last",
        "GET, /turns/1?line=own",
        "POST, /interrupt",
        "POST, /fork",
        "GET, /branches",
        "GET, /export"
    })
    void c7_a_foreign_session_and_one_that_never_was_are_answered_alike(String method, String rest) {
        Reply foreign = as("globex", method, "/v1/sessions/theirs" + rest, "{}");
        Reply absent = as("globex", method, "/v1/sessions/absent" + rest, "{}");

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(anonymous(foreign)).isEqualTo(anonymous(absent)).contains("session_not_found");
        assertThat(as("acme", "GET", "/v1/sessions/theirs", "").at("/turns")).isEqualTo("1");
    }

    @Test
    void c7_a_foreign_item_is_as_absent_as_one_of_the_own_session_that_never_was() {
        String item = as("acme", "GET", "/v1/sessions/theirs/items", "").at("/data/0/id");
        as("globex", "POST", "/chat", "{\"sessionId\":\"theirs\",\"newMessage\":\"Mine.\"}");

        Reply foreign = as("globex", "DELETE", "/v1/sessions/theirs/items/" + item, "");

        assertThat(foreign.at("/code")).isEqualTo("item_not_found");
        assertThat(as("acme", "GET", "/v1/sessions/theirs/items", "").body()).contains("A secret.");
    }

    @Test
    void a_taken_id_of_another_tenant_is_free() {
        assertThat(as("globex", "POST", "/v1/sessions", "{\"id\":\"theirs\"}").status())
                .isEqualTo(201);
    }

    private Reply as(String tenant, String method, String path, String json) {
        return gateway.json(method, path, json, "authorization", "Bearer key-" + tenant);
    }

    /** Without the name that was asked for and the request's own id. */
    private static String anonymous(Reply reply) {
        return reply.body().replaceAll("theirs|absent", "ID").replace(reply.at("/requestId"), "REQUEST");
    }

    private static TenantConfig tenant(String id) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(("key-" + id).getBytes(UTF_8));
        return new TenantConfig(id, List.of(new KeyConfig(id, HexFormat.of().formatHex(hash))), List.of());
    }
}
