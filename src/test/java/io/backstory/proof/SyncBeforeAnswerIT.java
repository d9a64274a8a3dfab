package io.backstory.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.testing.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No answer leaves before the disk has the turn, seen from the kernel's side of the gateway: a process that is killed
 * keeps what the page cache has, so only the system calls can show it. {@code -Dbackstory.proof.turns=1000} for more.
 */
class SyncBeforeAnswerIT {
    private static final int TURNS = Integer.getInteger("backstory.proof.turns", 60);

    @TempDir
    Path directory;

    @BeforeAll
    static void needs_strace() {
        Needs.command("strace", "strace", "-f", "-o", "/dev/null", "true");
    }

    @Test
    void the_log_is_synced_between_the_last_write_and_the_end_of_every_answer() throws Exception {
        List<String> trace = traceOf(TURNS);

        SyncTrace.Verdict verdict = SyncTrace.judge(trace);

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.acknowledged()).isEqualTo(TURNS);
        assertThat(verdict.connections()).isEqualTo(1);
        assertThat(SyncTrace.judge(withoutSyncs(trace)).violations())
                .as("the same trace as if nothing was synced")
                .hasSizeGreaterThanOrEqualTo(TURNS);
        Figures.print("strace: " + TURNS + " turns on one connection, 0 answers before the sync of the log");
    }

    private List<String> traceOf(int turns) throws IOException, InterruptedException {
        Path trace = directory.resolve("trace.txt");
        try (GatewayProcess gateway =
                GatewayProcess.start(Simulator.in(directory).watchedBy(strace(trace)))) {
            Client client = new Client(gateway.doors());
            for (int turn = 1; turn <= turns; turn++) {
                take(client, turn);
            }
            gateway.terminate();
        }
        return Files.readAllLines(trace);
    }

    /** JSON and both kinds of stream in turn. */
    private static void take(Client client, int turn) throws IOException, InterruptedException {
        if (turn % 3 == 0) {
            assertThat(client.say("s", "Message " + turn).status()).isEqualTo(200);
        } else if (turn % 3 == 1) {
            assertThat(read(client.complete("s", "Message " + turn))).contains("data: [DONE]");
        } else {
            assertThat(read(client.stream("s", "Message " + turn))).contains("event: done");
        }
    }

    private static List<String> read(Stream<String> stream) {
        return stream.toList();
    }

    private static List<String> strace(Path output) {
        String calls = "trace=fsync,fdatasync,write,writev,pwrite64,pwritev,sendto,sendmsg";
        return List.of("strace", "-f", "-tt", "-yy", "-s", "1024", "-o", output.toString(), "-e", calls);
    }

    private static List<String> withoutSyncs(List<String> trace) {
        return trace.stream().filter(line -> !line.contains("sync")).toList();
    }
}
