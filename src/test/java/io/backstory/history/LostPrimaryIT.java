package io.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.history.Calls.Way;
import io.backstory.history.EchoProvider.Faults;
import io.backstory.history.EchoProvider.Mix;
import io.backstory.history.Violation.Rule;
import io.backstory.testing.Await;
import io.backstory.testing.FaultProxy;
import io.backstory.testing.RedisProcess;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The first of the mutants: a turn that no replica has seen yet is acknowledged, and then the primary is lost. Without WAIT
 * the checker finds it; with it, it was never acknowledged.
 */
class LostPrimaryIT {
    private static final Place PLACE = new Place("acme", "s");
    private static final Way WAY = new Way(Answers.NATIVE, false, false, 0, 3_000);

    private final Vertx vertx = Vertx.vertx();
    private final History history = new History();
    private final Calls calls = new Calls(history, "client", Duration.ofSeconds(20));
    private final EchoProvider provider = EchoProvider.start(vertx, history, new Faults(1, new Mix(0, 0, 1)));

    @TempDir
    Path directory;

    private RedisProcess primary;
    private RedisProcess replica;
    private FaultProxy replication;
    private FaultProxy redis;

    @BeforeEach
    void starts_a_primary_with_a_replica() throws IOException {
        primary = RedisProcess.start(
                directory.resolve("primary"),
                "--min-replicas-to-write",
                "1",
                "--min-replicas-max-lag",
                "2",
                "--repl-diskless-sync-delay",
                "0");
        replica = RedisProcess.start(directory.resolve("replica"));
        replication = FaultProxy.start(vertx, primary.port(), 1);
        redis = FaultProxy.start(vertx, primary.port(), 2);
        replica.ask("REPLICAOF", "127.0.0.1", Integer.toString(replication.port()));
        while (!primary.ask("INFO", "replication").get(0).contains("min_slaves_good_slaves:1")) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    @AfterEach
    void ends() {
        primary.close();
        replica.close();
        Await.within(vertx.close());
    }

    @Test
    void mutant_1_does_not_wait_for_a_replica() throws Exception {
        assertThat(rulesBrokenWith("memory")).containsExactly(Rule.LOST);
    }

    @Test
    void the_same_run_with_a_wait_is_clean() throws Exception {
        assertThat(rulesBrokenWith("replica")).isEmpty();
    }

    private List<Rule> rulesBrokenWith(String ack) throws Exception {
        String store = "{type: redis, url: 'redis://127.0.0.1:%d', ack: %s}".formatted(redis.port(), ack);
        FaultProxy network = FaultProxy.start(vertx, provider.baseUrl().getPort(), 3);
        Member gateway = new Member(directory.resolve("gateway"), store, network);
        try {
            assertThat(calls.turn(gateway.doors(), PLACE, Ids.message("acme", 1), WAY))
                    .isInstanceOf(Event.Answered.class);
            replication.hold();
            calls.turn(gateway.doors(), PLACE, Ids.message("acme", 2), WAY);
            primary.kill();
            replica.ask("REPLICAOF", "NO", "ONE");
            redis.leadTo(replica.port());
            redis.reset();
            assertThat(calls.scan(gateway.doors(), PLACE)).isInstanceOf(Event.Scanned.class);
        } finally {
            gateway.close();
        }
        return HistoryCheck.of(history).stream().map(Violation::rule).toList();
    }
}
