package io.backstory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatException;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Busy;
import io.backstory.store.BeginOutcome.InProgress;
import io.backstory.store.CommitOutcome.Committed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store on a clock that stands still. */
abstract class StoreTest {
    final SteppingClock clock = new SteppingClock();

    Path directory;
    Vertx vertx;
    SessionStore store;

    abstract SessionStore open();

    @BeforeEach
    void start(@TempDir Path empty) {
        directory = empty;
        vertx = Vertx.vertx();
        store = open();
    }

    @AfterEach
    void stop() {
        await(store.close());
        await(vertx.close());
    }

    /** Lets time pass for the store. */
    void advance(Duration step) {
        clock.advance(step);
    }

    /** A moment the store noted just now. */
    void assertNow(Instant noted) {
        assertThat(noted).isEqualTo(clock.instant());
    }

    /** Another holds the lease, and has so much of it left. */
    void assertBusy(BeginOutcome outcome, Duration left) {
        assertThat(outcome).isEqualTo(new Busy(left));
    }

    /** The same request is being answered, for so much longer at most. */
    void assertInProgress(BeginOutcome outcome, Duration left) {
        assertThat(outcome).isEqualTo(new InProgress(left));
    }

    /** What is still "just before" for the clock of the store. */
    Duration moment() {
        return Duration.ofMillis(1);
    }

    Path database() {
        return directory.resolve("data").resolve("backstory.db");
    }

    SqliteSessionStore sqlite() {
        return sqlite(database());
    }

    SqliteSessionStore sqlite(Path database) {
        return await(SqliteSessionStore.open(vertx, database, clock));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    static ChatException failure(Future<?> future) {
        return await(future.<ChatException>transform(result -> result.failed()
                ? Future.succeededFuture((ChatException) result.cause())
                : Future.failedFuture("it did not fail")));
    }

    Begun begun(BeginTurn turn) {
        BeginOutcome outcome = await(store.begin(turn));
        assertThat(outcome).isInstanceOf(Begun.class);
        return (Begun) outcome;
    }

    /** The store that answers for what is stored; a near cache before it asks with what it holds itself. */
    SessionStore authority() {
        return store;
    }

    Session read(SessionRef session) {
        return await(store.read(session)).orElseThrow();
    }

    /** Commits turns until the line of the session has {@code version}; each turn's nonce is its seq. */
    void append(SessionRef ref, int version) {
        int had = await(store.read(ref)).map(Session::version).orElse(0);
        for (int seq = had + 1; seq <= version; seq++) {
            assertThat(take(Turns.begin(ref, seq))).isEqualTo(new Committed(seq));
        }
    }

    /** Begins the turn and commits it. */
    CommitOutcome take(BeginTurn turn) {
        Lease lease = begun(turn).lease();
        return await(store.commit(lease, Turns.next(lease)));
    }
}
