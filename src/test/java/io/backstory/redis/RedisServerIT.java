package io.backstory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.config.RedisServers;
import io.backstory.config.Secret;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.testing.Await;
import io.backstory.testing.RedisProcess;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisServerIT {
    private static final RedisScript SCRIPT =
            RedisScript.of("set", "#!lua\nredis.call('SET', KEYS[1], '1')\nreturn {ARGV[1], ARGV[2], 'set'}\n");

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        Await.within(vertx.close());
    }

    @Test
    void finds_nothing_wrong_with_a_server_that_keeps_everything() throws IOException {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            assertThat(problems(redis, Ack.DISK)).isEmpty();
            assertThat(problems(redis, Ack.MEMORY)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--maxmemory-policy allkeys-lru, '\"maxmemory-policy allkeys-lru\" silently deletes conversations;"
                + " set it to noeviction'",
        "--appendonly no, 'without its append-only file a restart forgets conversations; set \"appendonly yes\"'"
    })
    void tells_which_setting_loses_conversations(String setting, String problem) throws IOException {
        try (RedisProcess redis = RedisProcess.start(directory, setting.split(" ", -1))) {
            assertThat(problems(redis, Ack.MEMORY)).containsExactly(problem);
        }
    }

    @Test
    void tells_that_a_single_server_has_no_replica_to_wait_for() throws IOException {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            assertThat(problems(redis, Ack.REPLICA))
                    .first()
                    .isEqualTo("ack: replica needs a replica and there is none; for a single server use ack: disk");
        }
    }

    @Test
    void takes_a_primary_with_a_replica_and_refuses_the_replica() throws IOException {
        try (RedisProcess primary = RedisProcess.start(
                        directory.resolve("a"), "--min-replicas-to-write", "1", "--min-replicas-max-lag", "2");
                RedisProcess replica =
                        RedisProcess.start(directory.resolve("b"), "--replicaof", "127.0.0.1 " + primary.port())) {
            awaitNoProblems(primary);

            assertThat(problems(replica, Ack.MEMORY)).contains("this server is a replica; name the primary");
            assertThat(set(primary).safe()).isTrue();
        }
    }

    @Test
    void does_not_take_a_write_for_safe_that_no_replica_has() throws IOException {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            assertThat(set(redis).safe()).isFalse();
        }
    }

    @Test
    void loads_a_script_that_the_server_forgot() throws IOException {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            RedisScripts scripts = new RedisScripts(vertx, config(redis, Ack.DISK), RedisScripts.Listener.NONE);
            Await.within(scripts.run(call(), Duration.ofSeconds(20)));
            Redis client = Redis.createClient(vertx, redis.url());
            Await.within(client.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));

            assertThat(Await.within(scripts.run(call(), Duration.ofSeconds(20))).text(0))
                    .isEqualTo("set");
        }
    }

    private RedisScripts.Ran set(RedisProcess redis) {
        RedisScripts scripts = new RedisScripts(vertx, config(redis, Ack.REPLICA), RedisScripts.Listener.NONE);
        return Await.within(scripts.run(List.of(call()), Durability.REPLICA, Duration.ofSeconds(20)));
    }

    private static ScriptCall call() {
        return new ScriptCall(SCRIPT, "subject", List.of("bs:{s}:m"), List.of());
    }

    private List<String> problems(RedisProcess redis, Ack ack) {
        RedisServer server = new RedisServer(vertx, config(redis, ack));
        return Await.within(server.check().eventually(server::close)).problems();
    }

    /** Until the replica has joined. */
    private void awaitNoProblems(RedisProcess redis) {
        assertThat(Stream.generate(() -> problems(redis, Ack.REPLICA))
                        .limit(100_000)
                        .anyMatch(List::isEmpty))
                .isTrue();
    }

    private static StoreConfig.Redis config(RedisProcess redis, Ack ack) {
        return new StoreConfig.Redis(
                RedisServers.at("127.0.0.1", redis.port()), false, "", new Secret(""), Duration.ofSeconds(1), ack);
    }
}
