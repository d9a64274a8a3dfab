package io.backstory.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {

    @ParameterizedTest
    @CsvSource({
        "INVALID_JSON, CLIENT_ERROR",
        "CONTEXT_LENGTH_EXCEEDED, CLIENT_ERROR",
        "SESSION_BUSY, CLIENT_ERROR",
        "SESSION_NOT_FOUND, CLIENT_ERROR",
        "MODEL_NOT_FOUND, CLIENT_ERROR",
        "PERMISSION_DENIED, AUTH_FAILED",
        "RATE_LIMIT_EXCEEDED, RATE_LIMITED",
        "CANCELLED, CANCELLED",
        "UPSTREAM_AUTH_FAILED, UPSTREAM_ERROR",
        "UPSTREAM_MALFORMED, UPSTREAM_ERROR",
        "UPSTREAM_IDLE_TIMEOUT, TIMEOUT",
        "UPSTREAM_OVERLOADED, OVERLOADED",
        "IDEMPOTENCY_KEY_REUSED, CLIENT_ERROR",
        "HISTORY_REGRESSED, STORE_UNAVAILABLE",
        "SESSION_MOVED, STORE_UNAVAILABLE",
        "TURN_COMMIT_UNKNOWN, STORE_UNAVAILABLE",
        "INTERNAL_ERROR, INTERNAL_ERROR"
    })
    void a_failure_has_one_outcome(Kind kind, Outcome outcome) {
        assertThat(Outcome.of(kind)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_server_error_is_bad_and_a_4xx_is_not_unless_the_store_lost_the_turn(Kind kind) {
        boolean bad = kind.status() >= 500 || kind == Kind.SESSION_MOVED;

        assertThat(Outcome.of(kind).isBad()).isEqualTo(bad);
    }

    @Test
    void a_limit_of_the_provider_is_not_the_gateways() {
        assertThat(Outcome.afterUpstream(Kind.RATE_LIMIT_EXCEEDED)).isEqualTo(Outcome.OVERLOADED);
        assertThat(Outcome.afterUpstream(Kind.INSUFFICIENT_QUOTA)).isEqualTo(Outcome.UPSTREAM_ERROR);
        assertThat(Outcome.afterUpstream(Kind.UPSTREAM_RESET)).isEqualTo(Outcome.UPSTREAM_ERROR);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void each_kind_has_an_error_class(Kind kind) {
        assertThat(ErrorClass.of(kind).label()).isEqualTo(kind.errorClass());
    }
}
