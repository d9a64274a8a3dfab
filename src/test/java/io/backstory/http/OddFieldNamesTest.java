package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields a provider has no place for are named in a header, whatever their names are. */
class OddFieldNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void do_not_break_the_reply(String stream) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.ANTHROPIC)) {
            Reply reply = gateway.post(
                    "/v1/chat/completions",
                    "{\"model\":\"default\",\"x\\r\\nset-cookie: a\":1,\"größe\":2,\"plain\":3,\"stream\":" + stream
                            + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("set-cookie")).isNull();
            assertThat(reply.header("x-backstory-ignored")).contains("plain");
        }
    }
}
