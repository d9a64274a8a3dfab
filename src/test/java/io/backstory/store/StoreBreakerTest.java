package io.backstory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.testing.Await;
import io.backstory.testing.ScriptedStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreBreakerTest {
    private static final SessionRef SESSION = new SessionRef("acme", "s");
    private static final BeginTurn TURN = new BeginTurn(SESSION, 1, true, null, null);

    private final Vertx vertx = Vertx.vertx();
    private final ScriptedStore store = new ScriptedStore();
    private final StoreBreaker breaker = new StoreBreaker(vertx, store);

    @AfterEach
    void close() {
        Await.within(breaker.close());
        Await.within(vertx.close());
    }

    @Test
    void after_some_failures_in_a_row_turns_are_refused_without_asking_the_store() {
        fail(StoreBreaker.FAILURES);

        assertThat(kind(breaker.begin(TURN))).isEqualTo(Kind.STORE_UNAVAILABLE);
        assertThat(kind(breaker.read(SESSION))).isEqualTo(Kind.STORE_UNAVAILABLE);
        assertThat(store.begins()).isEqualTo(StoreBreaker.FAILURES);
    }

    @Test
    void a_success_between_failures_counts_them_anew() {
        fail(StoreBreaker.FAILURES - 1);
        store.down(false);
        Await.within(breaker.begin(TURN));
        fail(StoreBreaker.FAILURES - 1);
        store.down(false);

        assertThat(Await.within(breaker.begin(TURN))).isInstanceOf(BeginOutcome.NotFound.class);
    }

    @Test
    void commits_always_reach_the_store() {
        fail(StoreBreaker.FAILURES);
        CommitOutcome committed = new CommitOutcome.Committed(1);
        store.commits(List.of(Future.succeededFuture(committed)));

        CommitTurn turns = new CommitTurn(List.of(), SessionSettings.EMPTY, Duration.ofDays(1));
        assertThat(Await.within(breaker.commit(new Lease(SESSION, SESSION, 1, 1, 1, 0, null), turns)))
                .isEqualTo(committed);
    }

    @Test
    void turns_begin_again_by_themselves_once_the_store_is_back() {
        fail(StoreBreaker.FAILURES);
        store.down(false);

        assertThat(Await.within(begun())).isInstanceOf(BeginOutcome.NotFound.class);
    }

    private Future<BeginOutcome> begun() {
        return breaker.begin(TURN).recover(failure -> vertx.timer(20).compose(waited -> begun()));
    }

    private void fail(int times) {
        store.down(true);
        for (int i = 0; i < times; i++) {
            assertThat(kind(breaker.begin(TURN))).isEqualTo(Kind.STORE_UNAVAILABLE);
        }
    }

    private static Kind kind(Future<?> failing) {
        return Await.within(failing.map(Kind.INTERNAL_ERROR)
                .otherwise(failure -> failure instanceof ChatException known ? known.kind() : Kind.INTERNAL_ERROR));
    }
}
