package io.backstory.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.GatewayProcess;
import io.backstory.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes and syncs of the database that fail with EIO or ENOSPC: nothing is acknowledged that is not there after a restart,
 * nothing is damaged, and the gateway goes on once the disk does. {@code -Dbackstory.proof.faults=100} for more.
 */
class FailingDiskIT {
    private static final int FAULTS = Integer.getInteger("backstory.proof.faults", 6);
    private static final long SEED = Long.getLong("backstory.seed", System.nanoTime());
    private static final int TURNS = 12;
    private static final Map<String, String> ERRORS = Map.of("EIO", "5", "ENOSPC", "28");

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private final Ledger ledger = new Ledger();
    private int refused;

    @BeforeAll
    static void needs_a_c_compiler() {
        String source = Path.of("src/test/c/failing_disk.c").toAbsolutePath().toString();
        Needs.command("a C compiler", "cc", "-shared", "-fPIC", "-O1", "-o", shim(), source, "-ldl");
    }

    @Test
    void acknowledges_nothing_the_disk_refused_and_goes_on_when_it_writes_again() throws Exception {
        for (int round = 1; round <= FAULTS; round++) {
            String error = round % 2 == 0 ? "EIO" : "ENOSPC";
            talkOnAFailingDisk(round, error);
            try (GatewayProcess healthy = Simulator.start(directory)) {
                assertThat(ledger.violations(new Client(healthy.doors())))
                        .as("round %s, %s, seed %s", round, error, SEED)
                        .isEmpty();
                healthy.kill();
            }
        }
        assertThat(Files.readString(directory.resolve("stderr.log")))
                .as("the disk did fail")
                .contains("the session store cannot write");
        Figures.print("failing disk: " + FAULTS + " runs with EIO or ENOSPC, " + ledger.size() + " acknowledged turns, "
                + refused + " refused, 0 violations (seed " + SEED + ")");
    }

    private void talkOnAFailingDisk(int round, String error) throws IOException, InterruptedException {
        Path armed = directory.resolve("armed");
        Files.deleteIfExists(armed);
        Map<String, String> disk = Map.of(
                "LD_PRELOAD", shim(),
                "FAIL_FILE", "backstory.db",
                "FAIL_ARMED", armed.toString(),
                "FAIL_AT", Integer.toString(1 + random.nextInt(100)),
                "FAIL_TIMES", Integer.toString(1 + random.nextInt(60)),
                "FAIL_ERRNO", ERRORS.getOrDefault(error, ""));
        try (GatewayProcess gateway =
                GatewayProcess.start(Simulator.in(directory).with(disk))) {
            Files.createFile(armed);
            Client client = new Client(gateway.doors());
            for (int i = 1; i <= TURNS; i++) {
                say(client, "s" + i % 3, "round " + round + " message " + i);
            }
            sayUntilItIsTaken(client, "round " + round + " after the fault ");
            gateway.kill();
        }
    }

    private boolean say(Client client, String session, String message) throws IOException, InterruptedException {
        ledger.sending(session);
        Reply reply = client.say(session, message);
        if (reply.status() == 200) {
            ledger.acknowledged(session, reply.json().path("turn").asInt(), message);
            return true;
        }
        assertThat(reply.status()).as(reply.body()).isEqualTo(503);
        refused++;
        return false;
    }

    /** The store tries the disk once a second; every refused message is another one. */
    private void sayUntilItIsTaken(Client client, String message) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        for (int i = 0; !say(client, "s0", message + i); i++) {
            assertThat(System.nanoTime()).as("still refused").isLessThan(end);
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS))
                    .join();
        }
    }

    private static String shim() {
        return shared.resolve("failing_disk.so").toString();
    }
}
