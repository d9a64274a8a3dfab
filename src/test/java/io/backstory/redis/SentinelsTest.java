package io.backstory.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.backstory.config.RedisServers.Watched;
import io.backstory.config.Secret;
import io.backstory.config.ServerConfig.Address;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.testing.Await;
import io.backstory.testing.FakeRedis;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SentinelsTest {
    private static final RedisScript SCRIPT = RedisScript.of("it", "#!lua\nreturn {ARGV[1], ARGV[2]}\n");
    private static final ScriptCall CALL = new ScriptCall(SCRIPT, "session", List.of(), List.of());
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Await.within(vertx.close());
    }

    @Test
    void the_sentinel_that_knows_of_the_latest_failover_is_believed() {
        assertThat(Await.within(sentinels(sentinel(1001, 4), sentinel(1002, 5), sentinel(1001, 4))
                        .primary()))
                .isEqualTo(new Address("127.0.0.1", 1002));
    }

    @Test
    void one_sentinel_that_answers_will_do() {
        FakeRedis gone = sentinel(1001, 9);
        FakeRedis silent = FakeRedis.start(vertx, words -> Optional.empty());
        Sentinels sentinels = sentinels(gone, silent, sentinel(1002, 5));
        Await.within(gone.stop());

        assertThat(Await.within(sentinels.primary())).isEqualTo(new Address("127.0.0.1", 1002));
    }

    @Test
    void a_name_that_no_sentinel_knows_is_told() {
        FakeRedis foreign = FakeRedis.start(
                vertx,
                words -> Optional.of(
                        words.get(1).equals("MASTER") ? "-ERR No such master with that name\r\n" : "*-1\r\n"));

        assertThat(catchThrowable(() -> Await.within(sentinels(foreign).primary())))
                .hasRootCauseMessage("ERR No such master with that name");
    }

    @Test
    void calls_follow_the_primary_and_its_change_is_told() {
        FakeRedis demoted = FakeRedis.start(vertx, words -> Optional.of("-READONLY You can't write.\r\n"));
        FakeRedis promoted =
                FakeRedis.start(vertx, words -> Optional.of(FakeRedis.list(nonce(words), "session", "ok")));
        AtomicInteger asked = new AtomicInteger();
        FakeRedis sentinel = FakeRedis.start(
                vertx,
                words -> asked.getAndIncrement() < 2
                        ? answer(words, demoted.port(), 1)
                        : answer(words, promoted.port(), 2));
        AtomicInteger moves = new AtomicInteger();
        RedisScripts scripts = new RedisScripts(vertx, config(sentinel), new RedisScripts.Listener() {
            @Override
            public void primaryMoved() {
                moves.incrementAndGet();
            }
        });

        assertThat(said(scripts)).isEqualTo("Redis refuses to work: READONLY");
        assertThat(Stream.generate(() -> said(scripts)).limit(100_000).anyMatch("ok"::equals))
                .isTrue();
        assertThat(moves).hasValue(1);
    }

    private static String said(RedisScripts scripts) {
        return Await.within(scripts.run(CALL, LONG)
                .map(reply -> reply.text(0))
                .otherwise(failure -> String.valueOf(failure.getMessage())));
    }

    private FakeRedis sentinel(int primary, int epoch) {
        return FakeRedis.start(vertx, words -> answer(words, primary, epoch));
    }

    private static Optional<String> answer(List<String> words, int primary, int epoch) {
        return Optional.of(
                words.get(1).equals("MASTER")
                        ? FakeRedis.list("name", "main", "config-epoch", Integer.toString(epoch))
                        : FakeRedis.list("127.0.0.1", Integer.toString(primary)));
    }

    /** Behind {@code EVALSHA sha1 0}. */
    private static String nonce(List<String> words) {
        return words.get(3);
    }

    private Sentinels sentinels(FakeRedis... nodes) {
        StoreConfig.Redis config = config(nodes);
        return new Sentinels(vertx, (Watched) config.servers(), config);
    }

    private static StoreConfig.Redis config(FakeRedis... nodes) {
        List<Address> addresses = List.of(nodes).stream()
                .map(node -> new Address("127.0.0.1", node.port()))
                .toList();
        Secret none = new Secret("");
        return new StoreConfig.Redis(
                new Watched("main", addresses, "", none), false, "", none, Duration.ofMillis(500), Ack.REPLICA);
    }
}
