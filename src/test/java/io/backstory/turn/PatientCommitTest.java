package io.backstory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.config.DemoConfig;
import io.backstory.config.Environment;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.store.CommitOutcome;
import io.backstory.store.CommitTurn;
import io.backstory.store.Lease;
import io.backstory.testing.Await;
import io.backstory.testing.ScriptedStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatientCommitTest {
    private static final SessionRef SESSION = new SessionRef("acme", "s");
    private static final Lease LEASE = new Lease(SESSION, SESSION, 1, 2, 3, 0, null);
    private static final CommitTurn TURN = new CommitTurn(List.of(), SessionSettings.EMPTY, Duration.ofDays(1));
    private static final Future<CommitOutcome> UNKNOWN = Future.succeededFuture(new CommitOutcome.Unknown());
    private static final Future<CommitOutcome> REFUSED = ScriptedStore.refused();
    private static final CommitOutcome COMMITTED = new CommitOutcome.Committed(1);

    private static final TurnReport REPORT = new TurnReport(
            new GatewayMetrics(new DemoConfig(Environment.SYSTEM).load().config()));

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedStore store = new ScriptedStore();

    @AfterEach
    void close() {
        Await.within(vertx.close());
    }

    @Test
    void a_short_outage_is_waited_for() {
        store.commits(List.of(UNKNOWN, REFUSED, Future.succeededFuture(COMMITTED)));

        assertThat(Await.within(commit(PatientCommit.PATIENCE))).isEqualTo(COMMITTED);
        assertThat(store.commits()).isEqualTo(3);
    }

    @Test
    void an_answer_that_is_certain_is_not_asked_for_again() {
        store.commits(List.of(Future.succeededFuture(new CommitOutcome.Fenced())));

        assertThat(Await.within(commit(PatientCommit.PATIENCE))).isEqualTo(new CommitOutcome.Fenced());
        assertThat(store.commits()).isEqualTo(1);
    }

    // What an earlier try stored may have been deleted since, so that the later one finds another session.
    @Test
    void a_refusal_after_an_unknown_try_does_not_tell_that_nothing_was_stored() {
        store.commits(List.of(UNKNOWN, Future.succeededFuture(new CommitOutcome.Fenced())));

        assertThat(Await.within(commit(PatientCommit.PATIENCE))).isEqualTo(new CommitOutcome.Unknown());
        assertThat(store.commits()).isEqualTo(2);
    }

    @Test
    void one_unknown_try_leaves_it_unknown_whatever_is_refused_later() {
        store.commits(List.of(UNKNOWN, REFUSED));

        assertThat(Await.within(commit(Duration.ofMillis(600)))).isEqualTo(new CommitOutcome.Unknown());
        assertThat(store.commits()).isGreaterThan(1);
    }

    @Test
    void tries_that_were_all_refused_have_stored_nothing() {
        store.commits(List.of(REFUSED));

        Future<CommitOutcome> end = commit(Duration.ofMillis(600));

        assertThat(Await.within(end.map(Kind.INTERNAL_ERROR).otherwise(failure -> ((ChatException) failure).kind())))
                .isEqualTo(Kind.STORE_UNAVAILABLE);
        assertThat(store.commits()).isGreaterThan(1);
    }

    @Test
    void a_store_that_never_answers_leaves_it_unknown() {
        store.commits(List.of(Promise.<CommitOutcome>promise().future()));

        assertThat(Await.within(commit(Duration.ofMillis(100)))).isEqualTo(new CommitOutcome.Unknown());
    }

    private Future<CommitOutcome> commit(Duration patience) {
        return new PatientCommit(vertx, store, REPORT, patience).commit(LEASE, TURN);
    }
}
