package io.backstory.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.backstory.config.RedisServers;
import io.backstory.config.Secret;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.testing.Await;
import io.backstory.testing.FakeRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisScriptsTest {
    private static final RedisScript SCRIPT = RedisScript.of("it", "#!lua\nreturn {ARGV[1], ARGV[2]}\n");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger mismatches = new AtomicInteger();

    @AfterEach
    void close() {
        Await.within(vertx.close());
    }

    @Test
    void gives_the_reply_that_carries_the_nonce_of_its_call() {
        RedisScripts scripts = scripts(fake(words -> Optional.of(FakeRedis.list(nonce(words), "session", "found"))));

        assertThat(Await.within(scripts.run(call("session"), LONG)).text(0)).isEqualTo("found");
    }

    @Test
    void closes_all_connections_when_a_reply_carries_a_foreign_nonce() {
        FakeRedis redis = fake(words -> words.contains("waits")
                ? Optional.empty()
                : Optional.of(FakeRedis.list("0123456789abcdef", "session", "of another")));
        RedisScripts scripts = scripts(redis);
        Future<ScriptReply> waiting = scripts.run(call("waits"), LONG);

        RedisFailure failure = failure(scripts.run(call("session"), LONG));

        assertThat(failure.isRefused()).isFalse();
        assertThat(failure(waiting).isRefused()).isFalse();
        Await.within(redis.whenEmpty());
        assertThat(mismatches).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+OK\r\n", ":1\r\n", "$-1\r\n", "*0\r\n", "$3\r\nabc\r\n"})
    void takes_no_reply_without_a_nonce(String reply) {
        RedisScripts scripts = scripts(fake(words -> Optional.of(reply)));

        assertThat(failure(scripts.run(call("session"), LONG)).isRefused()).isFalse();
        assertThat(mismatches).hasValue(1);
    }

    @Test
    void takes_no_reply_about_another_session() {
        RedisScripts scripts = scripts(fake(words -> Optional.of(FakeRedis.list(nonce(words), "another", "found"))));

        failure(scripts.run(call("session"), LONG));

        assertThat(mismatches).hasValue(1);
    }

    @Test
    void works_again_after_a_mismatch() {
        AtomicInteger calls = new AtomicInteger();
        RedisScripts scripts = scripts(fake(words -> Optional.of(
                FakeRedis.list(calls.getAndIncrement() == 0 ? "wrong" : nonce(words), "session", "found"))));
        failure(scripts.run(call("session"), LONG));

        assertThat(Await.within(scripts.run(call("session"), LONG)).text(0)).isEqualTo("found");
        assertThat(mismatches).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"READONLY", "LOADING", "NOREPLICAS", "MASTERDOWN", "OOM", "MISCONF"})
    void tells_when_a_server_refused_and_nothing_was_applied(String code) {
        RedisScripts scripts = scripts(fake(words -> Optional.of("-" + code + " not now\r\n")));

        assertThat(failure(scripts.run(call("session"), LONG)).isRefused()).isTrue();
        assertThat(mismatches).hasValue(0);
    }

    @Test
    void leaves_the_outcome_unknown_when_only_a_part_was_refused() {
        RedisScripts scripts = scripts(fake(words -> Optional.of(
                words.contains("second") ? "-OOM full\r\n" : FakeRedis.list(nonce(words), "first", "done"))));

        RedisFailure failure = failure(scripts.run(List.of(call("first"), call("second")), Durability.PRIMARY, LONG));

        assertThat(failure.isRefused()).isFalse();
    }

    @Test
    void tells_that_nothing_was_sent_when_nobody_listens() {
        FakeRedis redis = fake(words -> Optional.empty());
        RedisScripts scripts = scripts(redis);
        Await.within(redis.stop());

        assertThat(failure(scripts.run(call("session"), LONG)).isRefused()).isTrue();
    }

    @Test
    void leaves_the_outcome_unknown_when_no_answer_comes_in_time() {
        RedisScripts scripts = scripts(fake(words -> Optional.empty()));

        assertThat(failure(scripts.run(call("session"), Duration.ofMillis(50))).isRefused())
                .isFalse();
        assertThat(mismatches).hasValue(0);
    }

    @Test
    void runs_only_scripts_that_a_replica_refuses() {
        assertThat(catchThrowable(() -> RedisScript.of("it", "return 1"))).hasMessage("it does not begin with #!lua");
    }

    private FakeRedis fake(Function<List<String>, Optional<String>> script) {
        return FakeRedis.start(vertx, script);
    }

    private RedisScripts scripts(FakeRedis redis) {
        StoreConfig.Redis config = new StoreConfig.Redis(
                RedisServers.at("127.0.0.1", redis.port()), false, "", new Secret(""), Duration.ofSeconds(1), Ack.DISK);
        return new RedisScripts(vertx, config, new RedisScripts.Listener() {
            @Override
            public void replyMismatched() {
                mismatches.incrementAndGet();
            }
        });
    }

    private static ScriptCall call(String subject) {
        return new ScriptCall(SCRIPT, subject, List.of("bs:{s}:m"), List.of());
    }

    /** The words are EVALSHA, the script, the number of keys, one key, the nonce and the subject. */
    private static String nonce(List<String> words) {
        return words.get(4);
    }

    private static RedisFailure failure(Future<?> future) {
        return Await.within(future.<RedisFailure>transform(end -> end.failed()
                ? Future.succeededFuture((RedisFailure) end.cause())
                : Future.failedFuture("it did not fail")));
    }
}
