package io.backstory.store;

import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.next;
import static io.backstory.store.Turns.ref;
import static io.backstory.store.Turns.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Regressed;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.testing.RedisProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that starts again with what it had some time ago. */
class RedisRestoreIT {
    private static final SessionRef REF = ref("restored");

    private final Vertx vertx = Vertx.vertx();
    private RedisProcess redis;
    private SessionStore gateway;

    @TempDir
    Path directory;

    @BeforeEach
    void open() throws IOException {
        redis = RedisProcess.start(directory);
        gateway = new NearCache(
                RedisFixture.open(vertx, redis), 1 << 20, Duration.ofMinutes(10), new NearCache.Listener() {});
    }

    @AfterEach
    void close() {
        StoreTest.await(vertx.close());
        if (redis != null) {
            redis.close();
        }
    }

    @Test
    void a_gateway_notices_that_an_old_snapshot_was_restored() throws IOException {
        store(1);
        redis.ask("SAVE");
        store(2);
        redis.kill();

        redis.startAgain("--appendonly", "no");

        assertThat(StoreTest.await(gateway.begin(begin(REF, 3)))).isEqualTo(new Regressed());
        assertThat(StoreTest.await(gateway.read(REF)).orElseThrow().turns()).containsExactly(turn(1, 1));
    }

    @Test
    void a_gateway_notices_that_the_append_only_file_is_an_old_copy() throws IOException {
        Path log = directory.resolve("appendonlydir");
        Path copy = directory.resolve("copy");
        store(1);
        copy(log, copy);
        store(2);
        redis.kill();
        copy(copy, log);

        redis.startAgain();

        assertThat(StoreTest.await(gateway.begin(begin(REF, 3)))).isEqualTo(new Regressed());
    }

    @Test
    void a_gateway_notices_that_everything_is_gone() throws IOException {
        store(1);
        redis.kill();

        redis.startAgain("--appenddirname", "another");

        assertThat(StoreTest.await(gateway.begin(begin(REF, 3)))).isEqualTo(new Regressed());
    }

    @Test
    void a_restart_with_the_whole_file_is_no_step_back() throws IOException {
        store(1);
        store(2);
        redis.kill();

        redis.startAgain();

        store(3);
    }

    private void store(long nonce) {
        BeginOutcome begun = StoreTest.await(gateway.begin(begin(REF, nonce)));
        assertThat(begun).isInstanceOf(Begun.class);
        Lease lease = ((Begun) begun).lease();
        assertThat(StoreTest.await(gateway.commit(lease, next(lease)))).isInstanceOf(Committed.class);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
    }
}
