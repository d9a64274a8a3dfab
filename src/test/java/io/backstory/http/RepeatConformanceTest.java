package io.backstory.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.Replies;
import io.backstory.testing.Reply;
import io.backstory.testing.RunningGateway;
import io.backstory.testing.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines C11 to C14 of the checklist: what becomes of a request that is sent again. */
class RepeatConformanceTest {
    private static final String KEY = "Idempotency-Key";
    private static final String RETRY = "x-stainless-retry-count";

    @ParameterizedTest
    @CsvSource({"OPENAI,NATIVE", "OPENAI,COMPLETIONS", "ANTHROPIC,NATIVE", "ANTHROPIC,COMPLETIONS"})
    void c11_the_same_key_gets_the_same_answer_and_no_second_turn(Wire wire, RepeatDoor door) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(wire)) {
            Reply first = door.ask(gateway, "Hi.", KEY, "k-1");
            Reply second = door.ask(gateway, "Hi.", KEY, "k-1");

            assertThat(first.header("x-backstory-replayed")).isNull();
            assertThat(second.header("x-backstory-replayed")).isEqualTo("true");
            assertThat(second.status()).isEqualTo(200);
            assertThat(second.body()).isEqualTo(first.body().replace("\"replayed\":false", "\"replayed\":true"));
            assertTurns(gateway, 1, 1);
            assertThat(gateway.management("/metrics").body()).contains("backstory_replay_total{kind=\"explicit\"} 1.0");
        }
    }

    @ParameterizedTest
    @EnumSource(RepeatDoor.class)
    void c11_a_key_finds_its_turn_when_others_have_come_since(RepeatDoor door) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            gateway.provider().reply(Wire.OPENAI.text("First."), Wire.OPENAI.text("Other."));
            door.ask(gateway, "Hi.", KEY, "k-1");
            door.ask(gateway, "And now?");

            assertThat(door.ask(gateway, "Hi.", KEY, "k-1").body()).contains("First.");
            assertTurns(gateway, 2, 2);
        }
    }

    @ParameterizedTest
    @EnumSource(RepeatDoor.class)
    void c12_a_key_names_one_request(RepeatDoor door) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            door.ask(gateway, "Hi.", KEY, "k-1");
            Reply other = door.ask(gateway, "Bye.", KEY, "k-1");

            assertThat(other.status()).isEqualTo(422);
            assertThat(door.code(other)).isEqualTo("idempotency_key_reused");
            assertThat(other.header("x-should-retry")).isEqualTo("false");
            assertTurns(gateway, 1, 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"NATIVE,true", "NATIVE,false", "COMPLETIONS,true", "COMPLETIONS,false"})
    void c12_c13_a_request_that_still_runs_is_in_flight_not_locked(RepeatDoor door, boolean keyed) throws Exception {
        String[] again = keyed ? new String[] {KEY, "k-1"} : new String[] {RETRY, "1"};
        String[] first = keyed ? again : new String[0];
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            HeldReply held = new HeldReply(Wire.OPENAI.text("Done."));
            gateway.provider().reply(held);
            var running = held.whileHeld(() -> door.ask(gateway, "Hi.", first));

            Reply early = door.ask(gateway, "Hi.", again);

            assertThat(early.status()).isEqualTo(409);
            assertThat(door.code(early)).isEqualTo("idempotency_in_flight");
            assertThat(early.header("x-should-retry")).isEqualTo("true");
            assertThat(early.header("retry-after-ms")).matches("\\d+");
            held.release();
            assertThat(running.get().status()).isEqualTo(200);
            assertThat(door.ask(gateway, "Hi.", again).header("x-backstory-replayed"))
                    .isEqualTo("true");
            assertTurns(gateway, 1, 1);
        }
    }

    @ParameterizedTest
    @EnumSource(RepeatDoor.class)
    void c13_only_an_sdk_that_says_it_retries_gets_a_replay_without_a_key(RepeatDoor door) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            Reply first = door.ask(gateway, "Hi.", RETRY, "0");
            Reply retry = door.ask(gateway, "Hi.", RETRY, "1");
            assertThat(retry.body()).isEqualTo(first.body().replace("\"replayed\":false", "\"replayed\":true"));
            assertTurns(gateway, 1, 1);

            assertThat(door.ask(gateway, "Hi.", RETRY, "0").header("x-backstory-replayed"))
                    .isNull();
            assertTurns(gateway, 2, 2);
            assertThat(gateway.management("/metrics").body()).contains("backstory_replay_total{kind=\"implicit\"} 1.0");
        }
    }

    @ParameterizedTest
    @EnumSource(RepeatDoor.class)
    void c14_a_failure_is_no_result(RepeatDoor door) {
        try (RunningGateway gateway = RunningGateway.inFrontOf(Wire.OPENAI)) {
            gateway.provider().reply(Replies.error(401, "{}"));

            assertThat(door.ask(gateway, "Hi.", KEY, "k-1").status()).isEqualTo(502);
            Reply again = door.ask(gateway, "Hi.", KEY, "k-1");

            assertThat(again.status()).isEqualTo(200);
            assertThat(again.header("x-backstory-replayed")).isNull();
            assertThat(again.header("x-backstory-turn")).isEqualTo("1");
            assertTurns(gateway, 1, 2);
        }
    }

    private static void assertTurns(RunningGateway gateway, int turns, int calls) {
        assertThat(gateway.get("/v1/sessions/s").at("/turns")).isEqualTo(Integer.toString(turns));
        assertThat(gateway.provider().requests()).hasSize(calls);
    }
}
