package io.backstory.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.backstory.chat.ChatException;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.redis.RedisFailure;
import io.backstory.redis.RedisScripts;
import io.backstory.redis.RedisServer;
import io.backstory.redis.ScriptCall;
import io.backstory.redis.ScriptReply;
import io.backstory.store.CommitOutcome.Unknown;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Sessions in Redis, shared by several gateways. Every step is one script, so that it happens whole, in one order for all
 * gateways, and by the clock of the server.
 *
 * <p>A begin that got no answer is tried again for 1.5 s; its lease, which may have been given, is then given back. A
 * commit is tried once: its caller holds the answer back and has the patience.
 */
public final class RedisSessionStore implements SessionStore {
    static final Duration BEGIN_PATIENCE = Duration.ofMillis(1500);
    private static final Duration COMMIT_TRY = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final RedisScripts scripts;
    private final RedisGuard guard;
    private final Duration oneTry;
    private volatile boolean closed;

    private RedisSessionStore(Vertx vertx, StoreConfig.Redis config, RedisScripts scripts, RedisGuard guard) {
        this.vertx = vertx;
        this.scripts = scripts;
        this.guard = guard;
        this.oneTry = config.timeout();
    }

    /** Fails, with a text for the operator, when the server cannot be reached or may not keep conversations. */
    public static Future<RedisSessionStore> open(
            Vertx vertx, StoreConfig.Redis config, RedisScripts.Listener listener) {
        RedisServer server = new RedisServer(vertx, config);
        return RedisGuard.open(vertx, config, server)
                .map(guard -> new RedisSessionStore(vertx, config, new RedisScripts(vertx, config, listener), guard));
    }

    @Override
    public Future<BeginOutcome> begin(BeginTurn turn) {
        Optional<String> trouble = guard.trouble();
        if (closed || trouble.isPresent()) {
            return Future.failedFuture(
                    closed ? closed() : Unavailable.because("The session store is not safe to use."));
        }
        ScriptCall call = RedisSteps.begin(turn, Fresh.generation());
        return patient(call)
                .onFailure(failure -> scripts.run(RedisSteps.abort(turn), oneTry))
                .compose(reply -> decoded(reply, () -> RedisReplies.begin(turn, reply)))
                .recover(RedisSessionStore::unavailable);
    }

    /** Tries again until the patience of a begin is used up. */
    private Future<ScriptReply> patient(ScriptCall call) {
        return attempt(call, System.nanoTime() + BEGIN_PATIENCE.toNanos());
    }

    private Future<ScriptReply> attempt(ScriptCall call, long deadline) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        Duration patience = left.compareTo(oneTry) < 0 ? left : oneTry;
        return scripts.run(call, patience).recover(failure -> {
            boolean again = !closed && System.nanoTime() + RedisGuard.PAUSE.toNanos() < deadline;
            return again ? pause().compose(waited -> attempt(call, deadline)) : Future.failedFuture(failure);
        });
    }

    private Future<Void> pause() {
        return vertx.timer(RedisGuard.PAUSE.toMillis()).mapEmpty();
    }

    @Override
    public Future<Boolean> renew(Lease lease) {
        return run(RedisSteps.renew(lease)).map(reply -> reply.text(0).equals("renewed"));
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        turn.requireFollows(lease);
        if (closed) {
            return Future.failedFuture(closed());
        }
        List<ScriptCall> calls =
                List.of(RedisSteps.commit(lease, turn), RedisSteps.index(lease.session(), turn.retention()));
        return scripts.run(calls, guard.durability(), COMMIT_TRY)
                .map(ran -> ran.safe() ? RedisReplies.commit(ran.replies().get(0)) : new Unknown())
                .recover(failure -> failure instanceof RedisFailure redis && !redis.isRefused()
                        ? Future.succeededFuture(new Unknown())
                        : unavailable(failure));
    }

    @Override
    public Future<Void> abort(Lease lease) {
        return run(RedisSteps.abort(lease)).mapEmpty();
    }

    @Override
    public Future<Optional<Session>> read(SessionRef session) {
        String hash = session.hash();
        return run(RedisSteps.read(session.tenant(), hash, true))
                .compose(reply -> decoded(reply, () -> RedisReplies.read(session.tenant(), hash, reply, true)));
    }

    @Override
    public Future<Boolean> delete(SessionRef session) {
        return run(RedisSteps.delete(session, Fresh.generation())).compose(reply -> forget(session, reply)
                .map(forgotten -> reply.text(0).equals("deleted")));
    }

    /** What is left of a deleted session; it holds no content, and is gone by itself when this does not get through. */
    private Future<?> forget(SessionRef session, ScriptReply deleted) {
        String hash = session.hash();
        List<String> records = new ArrayList<>();
        deleted.list(1).forEach(idem -> records.add(RedisKeys.record(hash, new String(idem, US_ASCII))));
        List<ScriptCall> calls = new ArrayList<>();
        for (int i = 0; i < records.size(); i += 500) {
            calls.add(RedisSteps.forget(hash, records.subList(i, Math.min(records.size(), i + 500))));
        }
        calls.add(RedisSteps.unlist(session.tenant(), List.of(hash, "")));
        return scripts.run(calls, guard.durability(), COMMIT_TRY)
                .compose(ran -> ran.safe()
                        ? Future.succeededFuture()
                        : Future.failedFuture(Unavailable.because("The deletion is not safe yet.")));
    }

    @Override
    public Future<SessionPage> list(String tenant, PageRequest page) {
        return closed
                ? Future.failedFuture(closed())
                : new RedisListing(scripts, oneTry, tenant, page).read().recover(RedisSessionStore::unavailable);
    }

    @Override
    public Future<Optional<String>> trouble() {
        return closed ? Future.succeededFuture(Optional.of("the session store is closed")) : guard.ask();
    }

    @Override
    public Future<Void> close() {
        closed = true;
        return Future.join(guard.close(), scripts.close()).mapEmpty();
    }

    /** Looks at the server's settings now, and not only once a minute; for a test. */
    Future<?> look() {
        return guard.look();
    }

    private Future<ScriptReply> run(ScriptCall call) {
        return closed
                ? Future.failedFuture(closed())
                : scripts.run(call, oneTry).recover(RedisSessionStore::unavailable);
    }

    /** Long histories are read on a worker, so that no event loop waits for them. */
    private <T> Future<T> decoded(ScriptReply reply, Supplier<T> reading) {
        return reply.isLong() ? vertx.executeBlocking(reading::get, false) : Future.succeededFuture(reading.get());
    }

    private static <T> Future<T> unavailable(Throwable failure) {
        return Future.failedFuture(Unavailable.from(failure));
    }

    private static ChatException closed() {
        return Unavailable.because("The session store is closed.");
    }
}
