package io.backstory.turn;

import io.backstory.chat.Answer;
import io.backstory.chat.ChatException;
import io.backstory.chat.ReplyHead;
import io.backstory.config.SessionsConfig;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.routing.ModelRouter;
import io.backstory.routing.RoutedReply;
import io.backstory.store.BeginOutcome;
import io.backstory.store.CommitOutcome;
import io.backstory.store.SessionStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Answers one turn. This is the whole way of a request: begin (lease and history), fit (the window), ask (a provider),
 * record, commit; and only then the client is told that the reply is complete.
 */
public final class TurnService {
    private final SessionStore store;
    private final Supplier<ModelRouter> router;
    private final PromptFitter fitter;
    private final LeaseKeeper leases;
    private final PatientCommit commits;
    private final TurnReport report;
    private final SessionLimits limits;
    private final SessionChanges sessions;
    private final RunningTurns running = new RunningTurns();
    private final Departures departures;

    /**
     * Serves any number of turns at once, on any event loop of {@code vertx}.
     *
     * @param sessions how long sessions live, and what becomes of turns whose clients leave
     */
    public TurnService(
            Vertx vertx,
            SessionStore store,
            Supplier<ModelRouter> router,
            GatewayMetrics metrics,
            SessionsConfig sessions) {
        this.store = store;
        this.router = router;
        this.fitter = new PromptFitter(vertx, Clock.systemUTC());
        this.leases = new LeaseKeeper(vertx, store);
        this.commits = new PatientCommit(vertx, store);
        this.report = new TurnReport(metrics);
        this.limits = new SessionLimits(sessions, Clock.systemUTC());
        this.sessions = new SessionChanges(store, router, commits, limits);
        this.departures = new Departures(vertx, sessions.leaving());
    }

    /**
     * Completes after the turn is committed. Fails with a {@link ChatException}; the session is then as it was before,
     * and the same request may be sent again.
     */
    public Future<Answer> answer(TurnCall call) {
        return call.request().sessionId() == null ? passThrough(call) : running.counted(() -> remembered(call));
    }

    /** Completes when no turn of a session runs, not even one whose client has left. */
    public Future<Void> idle() {
        return running.none();
    }

    /** Changes of sessions that are no turns. */
    public SessionChanges sessions() {
        return sessions;
    }

    /** The model names a caller may ask for, in the order of the configuration. */
    public List<OfferedModel> models(Predicate<String> mayUse) {
        ModelRouter known = router.get();
        return known.names().stream()
                .filter(mayUse)
                .map(known::route)
                .map(OfferedModel::of)
                .toList();
    }

    private Future<Answer> remembered(TurnCall call) {
        return begin(call)
                .compose(begun -> leases.held(begun.lease(), () -> fitter.fit(begun)
                        .compose(fitted -> ask(call, fitted).compose(asked -> fitter.record(fitted, asked)))
                        .compose(recorded -> commit(call, recorded))
                        .recover(failure -> giveBack(begun, failure))));
    }

    private Future<Answer> passThrough(TurnCall call) {
        return Future.succeededFuture()
                .map(none -> PassThrough.of(call, router.get()))
                .compose(plain -> ask(call, plain).map(plain::answered))
                .onSuccess(answer -> report.answered(call.tenant(), answer));
    }

    private Future<BegunTurn> begin(TurnCall call) {
        Opening opening = Opening.of(call);
        return store.begin(opening.request()).compose(outcome -> {
            call.times().begun();
            if (outcome instanceof BeginOutcome.Begun begun) {
                return Future.succeededFuture()
                        .map(none -> BegunTurn.of(opening, begun, router.get()))
                        .onSuccess(report::began)
                        .recover(failure -> store.abort(begun.lease()).transform(done -> Future.failedFuture(failure)));
            }
            report.refused(outcome);
            return Future.failedFuture(Refusals.of(opening.session(), outcome));
        });
    }

    private Future<AskedTurn> ask(TurnCall call, Prompt prompt) {
        call.times().asking();
        return prompt.route()
                .send(prompt.request())
                .compose(reply -> record(call, prompt, reply))
                .onComplete(end -> call.times().replied());
    }

    private Future<AskedTurn> record(TurnCall call, Prompt prompt, RoutedReply reply) {
        ReplyHead head;
        try {
            head = prompt.head(reply);
            call.sink().started(head);
        } catch (RuntimeException | Error defect) {
            reply.stream().cancel();
            throw defect;
        }
        return RecordedReply.record(reply.stream(), call, left -> clientLeft(left, call, prompt))
                .map(recording -> new AskedTurn(head, recording));
    }

    /** Without a session there is nothing to finish a reply for. */
    private void clientLeft(RecordedReply reply, TurnCall call, Prompt prompt) {
        if (call.request().sessionId() == null) {
            reply.discard();
        } else {
            departures.left(reply, prompt.route().onDisconnect());
        }
    }

    private Future<Answer> commit(TurnCall call, RecordedTurn recorded) {
        return commits.commit(recorded.lease(), recorded.within(limits)).map(outcome -> {
            call.times().committed();
            if (outcome instanceof CommitOutcome.Committed) {
                report.committed(recorded);
                return recorded.answer();
            }
            report.notStored(outcome);
            throw Refusals.of(outcome);
        });
    }

    /** The lease goes back whatever happened; the failure is the answer even when that fails too. */
    private Future<Answer> giveBack(BegunTurn begun, Throwable failure) {
        return store.abort(begun.lease()).transform(done -> Future.failedFuture(failure));
    }
}
