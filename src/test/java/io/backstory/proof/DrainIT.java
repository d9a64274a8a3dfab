package io.backstory.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstory.testing.GatewayProcess;
import io.backstory.testing.Reply;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM while many streams are open: all of them come to their end, and what ended well is stored. {@code
 * -Dbackstory.proof.terms=20} and {@code -Dbackstory.proof.streams=200} for more.
 */
class DrainIT {
    private static final int TERMS = Integer.getInteger("backstory.proof.terms", 1);
    private static final int STREAMS = Integer.getInteger("backstory.proof.streams", 50);

    private final Ledger ledger = new Ledger();

    @TempDir
    Path directory;

    /** How a stream ended, as its client saw it. */
    private enum End {
        DONE,
        ERROR,
        CUT
    }

    @Test
    void sigterm_lets_open_streams_come_to_their_end_and_keeps_what_was_acknowledged() throws Exception {
        int done = 0;
        for (int round = 1; round <= TERMS; round++) {
            List<End> ends = terminateUnderStreams(round);
            assertThat(ends).hasSize(STREAMS).doesNotContain(End.CUT);
            done += (int) ends.stream().filter(End.DONE::equals).count();
        }
        try (GatewayProcess gateway = Simulator.start(directory)) {
            assertThat(ledger.violations(new Client(gateway.doors()))).isEmpty();
        }
        assertThat(ledger.size()).isEqualTo(done);
        Figures.print("SIGTERM: " + TERMS + " under " + STREAMS + " open streams, " + done
                + " ended with their final marker and are stored, the others with an error, none was cut");
    }

    private List<End> terminateUnderStreams(int round) throws Exception {
        try (GatewayProcess gateway = GatewayProcess.start(Simulator.in(directory, "40ms"))) {
            CountDownLatch running = new CountDownLatch(STREAMS);
            ExecutorService threads = Executors.newFixedThreadPool(STREAMS);
            List<Future<End>> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                String session = "s" + i;
                streams.add(threads.submit(
                        () -> follow(new Client(gateway.doors()), session, "Message " + round, running)));
            }
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();

            gateway.terminateSoon();

            List<End> ends = new ArrayList<>();
            for (Future<End> stream : streams) {
                ends.add(stream.get(60, TimeUnit.SECONDS));
            }
            threads.shutdown();
            assertThat(gateway.ended()).isZero();
            return ends;
        }
    }

    private End follow(Client client, String session, String message, CountDownLatch running) throws Exception {
        ledger.sending(session);
        List<String> data = new ArrayList<>();
        try {
            client.stream(session, message)
                    .filter(line -> line.startsWith("data: "))
                    .forEach(line -> {
                        data.add(line.substring("data: ".length()));
                        if (data.size() == 2) {
                            running.countDown();
                        }
                    });
        } catch (UncheckedIOException cut) {
            return End.CUT;
        }
        JsonNode last = Reply.parse(data.get(data.size() - 1));
        Predicate<String> is = type -> last.path("type").asText().equals(type);
        if (is.test("done")) {
            ledger.acknowledged(session, last.path("turn").asInt(), message);
            return End.DONE;
        }
        return is.test("error") ? End.ERROR : End.CUT;
    }
}
