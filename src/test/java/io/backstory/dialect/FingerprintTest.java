package io.backstory.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final String BODY =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\"}],\"n\":1}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"n\" : 1, \"messages\":[{\"content\":\"Hi ä\",\"role\":\"user\"}], \"model\":\"m\" }",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"H\\u0069 \\u00e4\"}],\"n\":1}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\"}],\"n\":1,\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true}}",
                "{\"idempotencyKey\":\"k\",\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\"}],\"n\":1}"
            })
    void is_the_same_for_another_way_to_write_the_request(String body) {
        assertThat(of(body)).isEqualTo(of(BODY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"other\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\"}],\"n\":1}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi a\"}],\"n\":1}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\",\"stream\":true}],\"n\":1}",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi ä\"}],\"n\":\"1\"}"
            })
    void is_another_one_for_another_request(String body) {
        assertThat(of(body)).isNotEqualTo(of(BODY));
    }

    @Test
    void keeps_the_order_of_a_list() {
        assertThat(of("{\"stop\":[\"a\",\"b\"]}")).isNotEqualTo(of("{\"stop\":[\"b\",\"a\"]}"));
    }

    private static Bytes of(String body) {
        return Fingerprint.of(Bytes.utf8(body));
    }
}
