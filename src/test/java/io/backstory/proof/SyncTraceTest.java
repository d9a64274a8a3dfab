package io.backstory.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of the traces finds what it is there to find. */
class SyncTraceTest {
    private static final String WRITE = "7 10:00:00.1 pwrite64(21</data/b.db-wal>, \"...\", 24, 32) = 24";
    private static final String SYNC = "7 10:00:00.2 fsync(21</data/b.db-wal>) = 0";
    private static final String ANSWER =
            "8 10:00:00.3 writev(33<TCPv6:[[::1]:80->[::1]:4]>, [{iov_base=\"HTTP/1.1 200 OK\\r\\n\", iov_len=17}], 1) = 17";
    private static final String DONE =
            "8 10:00:00.4 write(33<TCP:[1.1.1.1:80->1.1.1.1:4]>, \"data: [DONE]\\n\\n\", 14) = 14";

    @Test
    void takes_a_recorded_trace_of_a_store_that_syncs() throws IOException {
        SyncTrace.Verdict verdict = SyncTrace.judge(recorded("synchronous-full"));

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.acknowledged()).isEqualTo(2);
    }

    @Test
    void refuses_a_recorded_trace_of_a_store_with_synchronous_off() throws IOException {
        SyncTrace.Verdict verdict = SyncTrace.judge(recorded("synchronous-off"));

        assertThat(verdict.acknowledged()).isEqualTo(2);
        assertThat(verdict.violations())
                .hasSize(3)
                .anySatisfy(it -> assertThat(it).contains("HTTP/1.1 200"))
                .anySatisfy(it -> assertThat(it).contains("finish_reason"))
                .anySatisfy(it -> assertThat(it).contains("[DONE]"));
    }

    @Test
    void takes_a_sync_between_the_last_write_and_the_answer() {
        assertThat(violations(WRITE, WRITE, SYNC, ANSWER, WRITE, SYNC, DONE)).isEmpty();
    }

    @Test
    void refuses_an_answer_before_the_sync() {
        assertThat(violations(WRITE, ANSWER, SYNC)).containsExactly(ANSWER);
    }

    @Test
    void refuses_a_write_after_the_sync() {
        assertThat(violations(WRITE, SYNC, WRITE, DONE)).containsExactly(DONE);
    }

    @Test
    void refuses_an_answer_without_any_write_of_its_own() {
        assertThat(violations(WRITE, SYNC, ANSWER, ANSWER)).containsExactly(ANSWER);
    }

    @Test
    void refuses_a_sync_that_failed_or_was_of_another_file() {
        assertThat(violations(WRITE, SYNC.replace("= 0", "= -1 EIO (Input/output error)"), ANSWER))
                .hasSize(1);
        assertThat(violations(WRITE, SYNC.replace("-wal", ""), ANSWER)).hasSize(1);
    }

    @Test
    void counts_a_sync_only_from_its_end() {
        String begins = "7 10:00:00.2 fsync(21</data/b.db-wal> <unfinished ...>";
        String ends = "7 10:00:00.3 <... fsync resumed>) = 0";

        assertThat(violations(WRITE, begins, ends, ANSWER)).isEmpty();
        assertThat(violations(WRITE, begins, ANSWER, ends)).containsExactly(ANSWER);
        assertThat(violations(WRITE, begins, WRITE.replace("7 ", "9 "), ends, ANSWER))
                .containsExactly(ANSWER);
    }

    private static List<String> violations(String... lines) {
        return SyncTrace.judge(List.of(lines)).violations();
    }

    private static List<String> recorded(String name) throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/proof/" + name + ".strace"));
    }
}
