package io.backstory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.SessionRef;
import io.backstory.chat.TurnRequest.OpenCalls;
import io.backstory.config.DemoConfig;
import io.backstory.config.Environment;
import io.backstory.config.QueueConfig;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.store.BeginOutcome;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginTurn;
import io.backstory.store.Idempotency;
import io.backstory.store.MemorySessionStore;
import io.backstory.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnQueueTest {
    private static final SessionRef SESSION = new SessionRef("acme", "s");
    private static final Idempotency KEY = new Idempotency(Idempotency.Mode.EXPLICIT, hash(1), hash(2));

    private final Vertx vertx = Vertx.vertx();
    private final MemorySessionStore store = new MemorySessionStore(Clock.systemUTC());
    private final GatewayMetrics metrics =
            new GatewayMetrics(new DemoConfig(Environment.SYSTEM).load().config());
    private final QueueConfig limits = new QueueConfig(Map.of(), 2, Duration.ofMinutes(1));
    private final TurnQueue queue = new TurnQueue(vertx, store, limits, metrics);
    private final List<Client> clients = new ArrayList<>();

    /** Can leave, and nothing else. */
    private static final class Client implements ReplySink {
        private @Nullable Runnable whenGone;

        @Override
        public void started(ReplyHead head) {}

        @Override
        public void event(ChatEvent event) {}

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onDrained(Runnable resume) {}

        @Override
        public void onGone(Runnable left) {
            whenGone = left;
        }

        void leave() {
            if (whenGone != null) {
                whenGone.run();
            }
        }
    }

    @AfterEach
    void close() {
        metrics.close();
        Await.within(vertx.close());
    }

    @Test
    void a_waiting_turn_begins_when_the_one_before_it_ends() {
        Begun first = (Begun) Await.within(begin(1, null));
        Future<BeginOutcome> second = begin(2, null);
        assertThat(second.isComplete()).isFalse();

        end(first);

        assertThat(Await.within(second)).isInstanceOf(Begun.class);
    }

    @Test
    void nothing_is_left_of_a_session_without_turns() {
        Begun first = (Begun) Await.within(begin(1, null));
        Future<BeginOutcome> second = begin(2, null);
        Future<BeginOutcome> third = begin(3, null);
        clients.get(2).leave();
        end(first);
        end((Begun) Await.within(second));

        assertThat(third.failed()).isTrue();
        assertThat(((ChatException) third.cause()).kind()).isEqualTo(Kind.CANCELLED);
        assertThat(queue.sessions()).isZero();
    }

    @Test
    void one_more_than_may_wait_is_busy() {
        Await.within(begin(1, null));
        begin(2, null);
        begin(3, null);

        assertThat(Await.within(begin(4, null))).isInstanceOf(BeginOutcome.Busy.class);
    }

    @Test
    void the_turn_of_another_gateway_is_waited_for_as_well() {
        Begun elsewhere = (Begun) Await.within(store.begin(turn(1, null)));
        Future<BeginOutcome> second = begin(2, null);
        assertThat(second.isComplete()).isFalse();

        Await.within(store.abort(elsewhere.lease()));

        assertThat(Await.within(second)).isInstanceOf(Begun.class);
    }

    @Test
    void behind_the_turn_of_another_gateway_no_more_wait_than_may() {
        Await.within(store.begin(turn(1, null)));
        Future<BeginOutcome> second = begin(2, null);
        Future<BeginOutcome> third = begin(3, null);

        assertThat(Await.within(begin(4, null))).isInstanceOf(BeginOutcome.Busy.class);
        assertThat(second.isComplete()).isFalse();
        assertThat(third.isComplete()).isFalse();
    }

    @Test
    void a_repetition_of_the_running_turn_does_not_wait() {
        Await.within(begin(1, KEY));

        assertThat(Await.within(begin(2, KEY))).isInstanceOf(BeginOutcome.InProgress.class);
        begin(3, null);
        begin(4, null);
        assertThat(Await.within(begin(5, KEY))).isInstanceOf(BeginOutcome.InProgress.class);
    }

    @Test
    void another_request_with_a_key_waits_like_the_others() {
        Begun first = (Begun) Await.within(begin(1, null));
        Future<BeginOutcome> second = begin(2, KEY);
        assertThat(second.isComplete()).isFalse();

        end(first);

        assertThat(Await.within(second)).isInstanceOf(Begun.class);
    }

    @Test
    void a_refusal_of_the_first_in_line_lets_the_next_one_begin() {
        Begun first = (Begun) Await.within(begin(1, null));
        Future<BeginOutcome> second = queue.begin(new BeginTurn(SESSION, 2, true, 7, null), call());
        Future<BeginOutcome> third = begin(3, null);

        end(first);

        assertThat(Await.within(second)).isInstanceOf(BeginOutcome.NotHead.class);
        assertThat(Await.within(third)).isInstanceOf(Begun.class);
    }

    @Test
    void everybody_is_sent_away_at_the_end() {
        Await.within(begin(1, null));
        Future<BeginOutcome> second = begin(2, null);

        queue.close(new ChatException(Kind.SHUTTING_DOWN, "The gateway is going down."));

        assertThat(Await.within(second.otherwise(new BeginOutcome.NotFound())))
                .isInstanceOf(BeginOutcome.NotFound.class);
    }

    private Future<BeginOutcome> begin(long nonce, @Nullable Idempotency idempotency) {
        return queue.begin(turn(nonce, idempotency), call());
    }

    private static BeginTurn turn(long nonce, @Nullable Idempotency idempotency) {
        return new BeginTurn(SESSION, nonce, true, null, null).withIdempotency(idempotency);
    }

    private TurnCall call() {
        Client client = new Client();
        clients.add(client);
        return new TurnCall(
                "acme", route -> true, Conversations.request(OpenCalls.REFUSE), true, client, new TurnTimes());
    }

    private void end(Begun turn) {
        Await.within(store.abort(turn.lease()));
        queue.ended(SESSION);
    }

    private static Bytes hash(int value) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) value;
        return Bytes.wrap(bytes);
    }
}
