package io.backstory.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.GatewayProcess;
import io.backstory.testing.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL in the middle of turns, over and over, on one database: after every start each acknowledged turn is there once,
 * whole and in its place. {@code -Dbackstory.proof.kills=300} for more, {@code -Dbackstory.seed=} to repeat.
 */
class KillLoopIT {
    private static final int KILLS = Integer.getInteger("backstory.proof.kills", 10);
    private static final long SEED = Long.getLong("backstory.seed", System.nanoTime());
    private static final int CLIENTS = 8;
    private static final int SESSIONS = 4;

    private final Random random = new Random(SEED);
    private final Ledger ledger = new Ledger();

    @TempDir
    Path directory;

    @Test
    void keeps_every_acknowledged_turn_once_and_in_order_however_often_it_is_killed() throws Exception {
        for (int round = 1; round <= KILLS; round++) {
            try (GatewayProcess gateway = Simulator.start(directory)) {
                assertThat(ledger.violations(new Client(gateway.doors())))
                        .as("before kill %s, seed %s", round, SEED)
                        .isEmpty();
                killInTheMiddle(gateway, round);
            }
        }
        try (GatewayProcess gateway = Simulator.start(directory)) {
            assertThat(ledger.violations(new Client(gateway.doors())))
                    .as("seed %s", SEED)
                    .isEmpty();
        }
        assertThat(ledger.size()).isGreaterThan(KILLS);
        Figures.print("kill -9: " + KILLS + " kills under " + CLIENTS + " clients, " + ledger.size()
                + " acknowledged turns, 0 violations (seed " + SEED + ")");
    }

    private void killInTheMiddle(GatewayProcess gateway, int round) throws Exception {
        CountDownLatch answers = new CountDownLatch(1 + random.nextInt(40));
        long microsLater = random.nextInt(5000);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            String name = "round " + round + " client " + i;
            String session = "s" + i % SESSIONS;
            clients.add(threads.submit(() -> talkUntilCut(new Client(gateway.doors()), session, name, answers)));
        }
        assertThat(answers.await(60, TimeUnit.SECONDS)).isTrue();
        CompletableFuture.supplyAsync(() -> true, CompletableFuture.delayedExecutor(microsLater, TimeUnit.MICROSECONDS))
                .join();
        gateway.kill();
        for (Future<?> client : clients) {
            client.get(60, TimeUnit.SECONDS);
        }
        threads.shutdown();
    }

    /** Two clients share a session, so that some are refused because a turn is running; they go on with another message. */
    private Void talkUntilCut(Client client, String session, String name, CountDownLatch answers)
            throws InterruptedException {
        for (int i = 0; true; i++) {
            String message = name + " message " + i;
            ledger.sending(session);
            try {
                Reply reply = client.say(session, message);
                if (reply.status() == 200) {
                    ledger.acknowledged(session, reply.json().path("turn").asInt(), message);
                    answers.countDown();
                } else if (reply.status() != 409) {
                    throw new AssertionError(reply.status() + " " + reply.body());
                }
            } catch (IOException cut) {
                return null;
            }
        }
    }
}
