package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionRoutesTest {
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.inFrontOf(Wire.OPENAI);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/v1/sessions|GET, POST",
                "POST|/v1/sessions/s|GET, PATCH, DELETE",
                "DELETE|/v1/sessions/s/items|GET",
                "GET|/v1/sessions/s/items/i|DELETE",
                "DELETE|/v1/sessions/s/turns/1|GET",
                "GET|/v1/sessions/s/interrupt|POST",
                "GET|/v1/sessions/s/fork|POST",
                "POST|/v1/sessions/s/branches|GET",
                "POST|/v1/sessions/s/export|GET"
            })
    void a_path_names_the_methods_it_takes(String method, String path, String allowed) {
        Reply refused = gateway.json(method, path, "{}");

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("allow")).isEqualTo(allowed);
        assertThat(refused.header("content-type")).isEqualTo("application/problem+json");
    }
}
