package io.backstory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.Answer;
import io.backstory.chat.Attempt;
import io.backstory.chat.Bytes;
import io.backstory.chat.ChatEvent;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.Role;
import io.backstory.chat.TurnRequest;
import io.backstory.chat.TurnRequest.OpenCalls;
import io.backstory.config.DemoConfig;
import io.backstory.config.Environment;
import io.backstory.config.GatewayConfig;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.routing.FallbackObserver;
import io.backstory.routing.ModelRouter;
import io.backstory.store.CommitOutcome.Superseded;
import io.backstory.store.MemorySessionStore;
import io.backstory.store.SessionStore;
import io.backstory.testing.Await;
import io.backstory.upstream.Upstreams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another try of the same request was committed while this one was answered. */
class SupersededTurnTest {
    private final Vertx vertx = Vertx.vertx();
    private final GatewayConfig config =
            new DemoConfig(Environment.SYSTEM).load().config();
    private final GatewayMetrics metrics = new GatewayMetrics(config);
    private final ModelRouter router =
            new ModelRouter(config, provider -> Upstreams.create(vertx, provider), FallbackObserver.NONE);
    private final TurnService turns = new TurnService(
            vertx,
            answeringSuperseded(new MemorySessionStore(Clock.systemUTC())),
            () -> router,
            metrics,
            config.sessions());

    @AfterEach
    void close() {
        Await.within(router.close());
        metrics.close();
        Await.within(vertx.close());
    }

    @Test
    void a_json_answer_is_that_of_the_faster_try() {
        Answer answer = Await.within(turns.answer(call(false)));

        assertThat(answer.replayed()).isTrue();
        assertThat(answer.head().turn()).isEqualTo(1);
        assertThat(answer.message().joinedText()).isNotEmpty();
    }

    @Test
    void a_stream_that_may_have_shown_other_text_is_told_that_the_session_moved() {
        Kind kind = Await.within(
                turns.answer(call(true)).map(Kind.INTERNAL_ERROR).otherwise(failure -> ((ChatException) failure)
                        .kind()));

        assertThat(kind).isEqualTo(Kind.SESSION_MOVED);
    }

    /** The faster try is the very turn, which the store takes before it says that it was too late. */
    private static SessionStore answeringSuperseded(SessionStore store) {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(),
                new Class<?>[] {SessionStore.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(store, arguments);
                        return method.getName().equals("commit")
                                ? ((Future<?>) answer).map(committed -> new Superseded(1))
                                : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static TurnCall call(boolean stream) {
        TurnRequest request = Conversations.request(OpenCalls.REFUSE, Message.text(Role.USER, "My name is Ada."))
                .withSessionId("s")
                .withAttempt(new Attempt("k", false, Bytes.wrap(new byte[32])));
        return new TurnCall("acme", route -> true, streamed(request, stream), false, new Deaf(), new TurnTimes());
    }

    private static TurnRequest streamed(TurnRequest request, boolean stream) {
        return new TurnRequest(
                request.sessionId(),
                null,
                null,
                null,
                request.input(),
                request.options(),
                stream,
                false,
                request.openCalls(),
                null,
                request.metadata(),
                request.attempt(),
                null);
    }

    private static final class Deaf implements ReplySink {
        @Override
        public void started(ReplyHead head) {}

        @Override
        public void event(ChatEvent event) {}

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void onDrained(Runnable resume) {
            resume.run();
        }

        @Override
        public void onGone(Runnable left) {}
    }
}
