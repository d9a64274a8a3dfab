package io.backstory.store;

import static io.backstory.store.Turns.begin;
import static io.backstory.store.Turns.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Session;
import io.backstory.chat.Turn;
import io.backstory.store.CommitOutcome.Committed;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A power loss keeps what was synced and any part of what was not: the log of a copied database is cut, or overwritten with
 * noise, at a random place. What was acknowledged when the log had reached that place is there, and the rest of the file is
 * sound. {@code -Dbackstory.proof.cuts=10000} for more, {@code -Dbackstory.seed=} to repeat.
 */
class WalCutTest extends StoreTest {
    private static final int CUTS = Integer.getInteger("backstory.proof.cuts", 300);
    private static final int CUTS_PER_STATE = 50;
    private static final long SEED = Long.getLong("backstory.seed", System.nanoTime());
    private static final int SESSIONS = 4;

    private final Random random = new Random(SEED);
    private final Map<String, List<Turn>> written = new HashMap<>();
    private List<Acknowledged> log = new ArrayList<>();
    private long salt;
    private long nonce;

    @Override
    SessionStore open() {
        return sqlite();
    }

    /** Turn {@code version} of a session, acknowledged when the log was synced up to {@code synced}. */
    private record Acknowledged(String session, int version, long synced) {}

    @Test
    void a_log_cut_anywhere_keeps_every_turn_that_was_acknowledged_before_that_place() throws Exception {
        int before = 0;
        for (int cuts = 0; cuts < CUTS; cuts += CUTS_PER_STATE) {
            write(5 + random.nextInt(40));
            // Once a checkpoint has begun, only what lies behind the synced part can be missing after a crash.
            long earliest = WalFile.of(wal()).frames() < 1000 ? 0 : synced();
            before += earliest == 0 ? CUTS_PER_STATE : 0;
            for (int i = 0; i < CUTS_PER_STATE; i++) {
                cutAndReopen(earliest);
            }
        }
        assertThat(before).as("cuts anywhere in the log").isPositive();
        System.out.println("[proof] log cut: " + CUTS + " cuts, " + before
                + " of them anywhere in the log, 0 turns lost" + " (seed " + SEED + ")");
    }

    /** Commits in rounds of one turn a session, which share a transaction or not. */
    private void write(int rounds) throws IOException {
        for (int round = 0; round < rounds; round++) {
            List<Future<CommitOutcome>> commits = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                commits.add(commit("s" + i));
            }
            commits.forEach(commit -> assertThat(await(commit)).isInstanceOf(Committed.class));
            remember();
        }
    }

    private Future<CommitOutcome> commit(String id) {
        Lease lease = begun(begin(ref(id), ++nonce)).lease();
        Turn turn = Turns.large(lease.version() + 1, nonce, random.nextInt(8000));
        written.computeIfAbsent(id, it -> new ArrayList<>()).add(turn);
        return store.commit(lease, Turns.commit(turn));
    }

    private void remember() throws IOException {
        WalFile wal = WalFile.of(wal());
        if (wal.salt() != salt) {
            salt = wal.salt();
            log = new ArrayList<>();
        }
        written.forEach((session, turns) -> log.add(new Acknowledged(session, turns.size(), wal.end())));
    }

    private long synced() {
        return log.get(log.size() - 1).synced();
    }

    private void cutAndReopen(long earliest) throws Exception {
        long place = earliest + random.nextLong(Files.size(wal()) - earliest + 1);
        Path copy = copyCutAt(place, random.nextBoolean());
        SqliteSessionStore revived = sqlite(copy);
        try {
            for (int i = 0; i < SESSIONS; i++) {
                String id = "s" + i;
                List<Turn> found =
                        await(revived.read(ref(id))).map(Session::turns).orElse(List.of());
                assertThat(found.size())
                        .as("%s, log cut at %s, seed %s", id, place, SEED)
                        .isGreaterThanOrEqualTo(acknowledgedAt(place, id));
                assertThat(found).isEqualTo(written.getOrDefault(id, List.of()).subList(0, found.size()));
            }
        } finally {
            await(revived.close());
        }
        assertSound(copy, place);
    }

    private int acknowledgedAt(long place, String session) {
        return log.stream()
                .filter(it -> it.session().equals(session) && it.synced() <= place)
                .mapToInt(Acknowledged::version)
                .max()
                .orElse(0);
    }

    private Path copyCutAt(long place, boolean noise) throws IOException {
        Path copy = Files.createDirectories(directory.resolve("copy")).resolve("backstory.db");
        Files.copy(database(), copy, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(Path.of(copy + "-shm"));
        byte[] bytes = Files.readAllBytes(wal());
        byte[] tail = new byte[noise ? bytes.length - (int) place : 0];
        random.nextBytes(tail);
        byte[] cut = Arrays.copyOf(bytes, (int) place + tail.length);
        System.arraycopy(tail, 0, cut, (int) place, tail.length);
        Files.write(Path.of(copy + "-wal"), cut);
        return copy;
    }

    private static void assertSound(Path database, long place) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            assertThat(SqliteSchema.text(connection, "PRAGMA integrity_check"))
                    .as("log cut at %s, seed %s", place, SEED)
                    .isEqualTo("ok");
        }
    }

    private Path wal() {
        return Path.of(database() + "-wal");
    }

    /**
     * The frames of a write-ahead log that belong to its newest beginning. Behind them may stand older ones.
     *
     * @see <a href="https://www.sqlite.org/fileformat2.html#walformat">the format</a>
     */
    private record WalFile(long salt, int frames) {
        private static final int HEADER = 32;
        private static final int FRAME = 24 + 4096;

        static WalFile of(Path file) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            long salt = bytes.getLong(16);
            int frames = (int) IntStream.iterate(HEADER, at -> at + FRAME <= bytes.limit(), at -> at + FRAME)
                    .takeWhile(at -> bytes.getLong(at + 8) == salt)
                    .count();
            return new WalFile(salt, frames);
        }

        long end() {
            return HEADER + (long) frames * FRAME;
        }
    }
}
