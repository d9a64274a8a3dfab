package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.LimitsConfig;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a session that has grown too large or too old loses. */
class SessionLimitsTest {

    @Test
    void a_session_over_its_turns_loses_the_oldest_tenth_and_goes_on() {
        try (RunningGateway gateway = limited(new LimitsConfig(20, 8L << 20, Duration.ofDays(1)))) {
            for (int turn = 1; turn <= 20; turn++) {
                say(gateway, "Message " + turn + ".");
            }
            assertThat(firstItem(gateway)).isEqualTo("Message 1.");

            assertThat(say(gateway, "Message 21.").at("/turn")).isEqualTo("21");

            assertThat(firstItem(gateway)).isEqualTo("Message 4.");
            say(gateway, "Message 22.");
            assertThat(gateway.provider().lastRequest().body().toString())
                    .doesNotContain("Message 3.")
                    .contains("Message 4.", "Message 21.");
            assertThat(gateway.get("/v1/sessions/s/turns/3").at("/code")).isEqualTo("response_not_found");
        }
    }

    @Test
    void a_session_over_its_bytes_loses_turns_as_well() {
        try (RunningGateway gateway = limited(new LimitsConfig(2_000, 4_000, Duration.ofDays(1)))) {
            for (int turn = 1; turn <= 12; turn++) {
                say(gateway, "Message " + turn + ". " + "word ".repeat(100));
            }

            assertThat(firstItem(gateway)).isNotEqualTo("Message 1.");
        }
    }

    @Test
    void no_session_outlives_its_greatest_age() {
        try (RunningGateway gateway = limited(new LimitsConfig(20, 8L << 20, Duration.ofHours(2)))) {
            Reply made = gateway.post("/v1/sessions", "{\"ttlSeconds\":86400}");

            assertThat(Duration.between(Instant.parse(made.at("/createdAt")), Instant.parse(made.at("/expiresAt"))))
                    .isBetween(Duration.ofMinutes(119), Duration.ofHours(2));
        }
    }

    private static RunningGateway limited(LimitsConfig limits) {
        return RunningGateway.start(Wire.OPENAI, new RunningGateway.Settings().withLimits(limits));
    }

    private static Reply say(RunningGateway gateway, String text) {
        return gateway.post("/chat", "{\"sessionId\":\"s\",\"newMessage\":\"" + text + "\"}");
    }

    private static String firstItem(RunningGateway gateway) {
        return gateway.get("/v1/sessions/s/items?limit=1").at("/data/0/content/0/text");
    }
}
