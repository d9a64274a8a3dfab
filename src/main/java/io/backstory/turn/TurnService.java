package io.backstory.turn;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.Answer;
import io.backstory.chat.ChatException;
import io.backstory.chat.Kind;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.config.SessionsConfig;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.routing.ModelRouter;
import io.backstory.routing.RoutedReply;
import io.backstory.store.BeginOutcome;
import io.backstory.store.CommitOutcome;
import io.backstory.store.Lease;
import io.backstory.store.SessionStore;
import io.backstory.store.TurnLookup;
import io.backstory.store.TurnName;
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
    private final Forking forking;
    private final RunningTurns running = new RunningTurns();
    private final Departures departures;
    private final TurnQueue queue;
    private final OpenReplies open;

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
        this.report = new TurnReport(metrics);
        this.leases = new LeaseKeeper(vertx, store, report);
        this.commits = new PatientCommit(vertx, store, report);
        this.limits = new SessionLimits(sessions, Clock.systemUTC());
        this.sessions = new SessionChanges(store, router, commits, limits);
        this.forking = new Forking(store);
        this.departures = new Departures(vertx, sessions.leaving());
        this.queue = new TurnQueue(vertx, store, sessions.queue(), metrics);
        this.open = new OpenReplies(vertx);
        metrics.watchOrphans(departures::unattended);
    }

    /**
     * Completes after the turn is committed. Fails with a {@link ChatException}; the session is then as it was before,
     * and the same request may be sent again.
     */
    public Future<Answer> answer(TurnCall call) {
        return call.isKept() ? running.counted(() -> remembered(call)) : passThrough(call);
    }

    /** Completes when no turn of a session runs, not even one whose client has left. */
    public Future<Void> idle() {
        return running.none();
    }

    /** Changes of sessions that are no turns. */
    public SessionChanges sessions() {
        return sessions;
    }

    /** Stops the turn that runs on what the session's name stands for; false when there is none. */
    public Future<Boolean> interrupt(SessionRef session) {
        return store.interrupt(new TurnName.Newest(session)).onSuccess(runs -> leases.look(session));
    }

    /** Stops the turns that run or wait, and stores nothing of them: the gateway ends now. */
    public void stop() {
        ChatException reason = new ChatException(
                Kind.SHUTTING_DOWN, "The gateway is shutting down; nothing was stored. Send the request again.");
        queue.close(reason);
        open.stop(reason);
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
        Opening opening = Opening.of(call);
        return begin(opening)
                .compose(outcome -> outcome instanceof BeginOutcome.Begun begun
                        ? forking.onward(opening, begun)
                                .compose(opened -> held(opening, opened))
                                .onComplete(end -> queue.ended(opening.session()))
                        : notBegun(opening, outcome));
    }

    private Future<Answer> held(Opening opening, Opened opened) {
        return leases.held(opened.leases(), opening.interruption(), () -> run(opening, opened)
                .compose(recorded -> commit(opening.call(), recorded))
                .recover(failure -> giveBack(opened, failure)));
    }

    private Future<Answer> passThrough(TurnCall call) {
        return Future.succeededFuture()
                .map(none -> PassThrough.of(call, router.get()))
                .compose(plain -> ask(call, plain).map(plain::answered))
                .onSuccess(answer -> report.answered(call.tenant(), answer));
    }

    private Future<BeginOutcome> begin(Opening opening) {
        return queue.begin(opening.request(), opening.call())
                .onSuccess(outcome -> opening.call().times().begun());
    }

    private Future<Recorded> run(Opening opening, Opened opened) {
        return Future.succeededFuture()
                .compose(none ->
                        opening.session().isHidden() ? runPlain(opening, opened.begun()) : runFitted(opening, opened));
    }

    private Future<Recorded> runFitted(Opening opening, Opened opened) {
        BegunTurn begun = BegunTurn.of(opening, opened, router.get());
        report.began(begun);
        return fitter.fit(begun)
                .compose(fitted -> sent(opening.call(), fitted))
                .compose(sent -> record(opening.call(), sent.fitted, sent.reply)
                        .compose(asked -> fitter.record(sent.fitted, asked)))
                .map(recorded -> recorded);
    }

    /** A prompt that a provider has begun to answer. */
    private record Sent(FittedTurn fitted, RoutedReply reply) {}

    /** Nothing has reached the client yet, so a prompt that is refused as too long is cut once more and sent again. */
    private Future<Sent> sent(TurnCall call, FittedTurn fitted) {
        return send(call, fitted)
                .map(reply -> new Sent(fitted, reply))
                .recover(failure -> failure instanceof ChatException it && it.sizes() != null
                        ? sentShorter(call, fitted, it)
                        : Future.failedFuture(failure));
    }

    private Future<Sent> sentShorter(TurnCall call, FittedTurn refused, ChatException refusal) {
        return fitter.fitShorter(refused, requireNonNull(refusal.sizes()))
                .recover(nothingToLeaveOut -> Future.failedFuture(refusal))
                .compose(fitted -> send(call, fitted).map(reply -> new Sent(fitted, reply)))
                .onComplete(end -> report.refusedAsTooLong(refused, end.succeeded()));
    }

    /** The request has no session, but a key to be repeated by. */
    private Future<Recorded> runPlain(Opening opening, BeginOutcome.Begun begun) {
        PassThrough plain = PassThrough.of(opening.call(), router.get(), begun.lease());
        return ask(opening.call(), plain).map(asked -> KeptReply.of(begun.lease(), plain, asked));
    }

    private Future<Answer> notBegun(Opening opening, BeginOutcome outcome) {
        if (outcome instanceof BeginOutcome.Replay replay) {
            return owner(opening.session(), replay.turn())
                    .compose(owner -> replayed(opening.call(), new Replay(opening.session(), owner, replay.turn())));
        }
        report.refused(outcome);
        return Future.failedFuture(Refusals.of(opening.session(), outcome));
    }

    /** Whose turn it is, as its id says it; a name may stand for a branch. */
    private Future<SessionRef> owner(SessionRef session, Turn turn) {
        return store.turn(new TurnName.Numbered(session, turn.seq()))
                .map(found -> found instanceof TurnLookup.Found it && it.turn().nonce() == turn.nonce()
                        ? it.session().ref()
                        : session);
    }

    private Future<Answer> replayed(TurnCall call, Replay replay) {
        return Future.succeededFuture().map(none -> replay.to(call)).onSuccess(answer -> report.replayed(call));
    }

    private Future<AskedTurn> ask(TurnCall call, Prompt prompt) {
        return send(call, prompt).compose(reply -> record(call, prompt, reply));
    }

    private Future<RoutedReply> send(TurnCall call, Prompt prompt) {
        call.times().asking();
        return prompt.interruption()
                .unless(() -> prompt.route().send(prompt.request()), late -> late.stream()
                        .cancel())
                .onFailure(refused -> call.times().replied());
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
        RecordedReply recorded =
                open.add(RecordedReply.start(reply.stream(), call, left -> clientLeft(left, call, prompt)));
        prompt.interruption().onRequest(recorded::interrupt);
        return recorded.end().map(recording -> new AskedTurn(head, recording)).onComplete(end -> call.times()
                .replied());
    }

    /** Where nothing is stored there is nothing to finish a reply for. */
    private void clientLeft(RecordedReply reply, TurnCall call, Prompt prompt) {
        if (!call.isKept()) {
            reply.discard();
        } else {
            departures.left(reply, prompt.route().onDisconnect());
        }
    }

    private Future<Answer> commit(TurnCall call, Recorded recorded) {
        return commits.commit(recorded.lease(), recorded.stored(limits)).compose(outcome -> {
            call.times().committed();
            if (outcome instanceof CommitOutcome.Committed) {
                report.committed(call, recorded);
                return Future.succeededFuture(recorded.answer());
            }
            report.notStored(outcome);
            return notStored(call, recorded.lease(), outcome);
        });
    }

    /** A faster try of the same request has the answer; a client that was shown other text cannot take it. */
    private Future<Answer> notStored(TurnCall call, Lease lease, CommitOutcome outcome) {
        if (outcome instanceof CommitOutcome.Superseded faster && !call.request().stream()) {
            return store.read(lease.session()).compose(found -> found.flatMap(it -> it.turn(faster.seq()))
                    .map(turn -> replayed(call, new Replay(lease.name(), lease.session(), turn)))
                    .orElseGet(() -> Future.failedFuture(Refusals.of(outcome))));
        }
        return Future.failedFuture(Refusals.of(outcome));
    }

    /** What is held goes back whatever happened; the failure is the answer even when that fails too. */
    private Future<Answer> giveBack(Opened opened, Throwable failure) {
        return Future.join(opened.leases().stream().map(store::abort).toList())
                .transform(done -> Future.failedFuture(failure));
    }
}
