package io.backstory.store;

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
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final RedisPurge purge;
    private final Duration oneTry;
    private volatile boolean closed;

    private RedisSessionStore(Vertx vertx, StoreConfig.Redis config, RedisScripts scripts, RedisGuard guard) {
        this.vertx = vertx;
        this.scripts = scripts;
        this.guard = guard;
        this.oneTry = config.timeout();
        this.purge = new RedisPurge(vertx, scripts, guard::durability, COMMIT_TRY);
    }

    /** Fails, with a text for the operator, when the server cannot be reached or may not keep conversations. */
    public static Future<RedisSessionStore> open(
            Vertx vertx, StoreConfig.Redis config, RedisScripts.Listener listener) {
        RedisServer server = new RedisServer(vertx, config);
        return RedisGuard.open(vertx, config, server).map(guard -> {
            RedisScripts scripts = new RedisScripts(vertx, config, guard.listening(listener));
            return new RedisSessionStore(vertx, config, scripts, guard);
        });
    }

    @Override
    public Future<BeginOutcome> begin(BeginTurn turn) {
        Optional<String> trouble = guard.trouble();
        if (closed || trouble.isPresent()) {
            return Future.failedFuture(
                    closed ? closed() : Unavailable.because("The session store is not safe to use."));
        }
        Beginning beginning = new Beginning(turn, System.nanoTime() + BEGIN_PATIENCE.toNanos());
        return attempt(beginning)
                .onFailure(failure -> giveBack(beginning))
                .compose(reply -> decoded(reply, () -> RedisReplies.begin(turn, reply)))
                .recover(RedisSessionStore::unavailable);
    }

    /** A begin over all its tries, which are the same call, so that a later one finds the lease of an earlier one. */
    private record Beginning(BeginTurn turn, ScriptCall call, long deadline, AtomicBoolean over) {
        Beginning(BeginTurn turn, long deadline) {
            this(turn, RedisSteps.begin(turn, Fresh.generation()), deadline, new AtomicBoolean());
        }
    }

    /** Tries again until the patience of a begin is used up. */
    private Future<ScriptReply> attempt(Beginning beginning) {
        Duration left = Duration.ofNanos(beginning.deadline - System.nanoTime());
        Duration patience = left.compareTo(oneTry) < 0 ? left : oneTry;
        return scripts.run(beginning.call, patience, late -> tooLate(beginning)).recover(failure -> {
            boolean again = !closed && System.nanoTime() + RedisGuard.PAUSE.toNanos() < beginning.deadline;
            return again ? pause().compose(waited -> attempt(beginning)) : Future.failedFuture(failure);
        });
    }

    /** A lease given to nobody would keep the session busy until it ends. */
    private void giveBack(Beginning beginning) {
        beginning.over.set(true);
        scripts.run(RedisSteps.abort(beginning.turn), oneTry);
    }

    private void tooLate(Beginning beginning) {
        if (beginning.over.get()) {
            giveBack(beginning);
        }
    }

    private Future<Void> pause() {
        return vertx.timer(RedisGuard.PAUSE.toMillis()).mapEmpty();
    }

    @Override
    public Future<Renewal> renew(Lease lease) {
        return run(RedisSteps.renew(lease)).map(RedisReplies::renewal);
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        turn.requireFollows(lease);
        if (closed) {
            return Future.failedFuture(closed());
        }
        purge.serves(lease.session().tenant());
        List<ScriptCall> calls = new ArrayList<>(List.of(RedisSteps.commit(lease, turn)));
        if (!lease.session().isHidden()) {
            calls.add(RedisIndex.put(lease.session(), turn.retention()));
        }
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
        return run(RedisSteps.read(session))
                .compose(reply -> decoded(reply, () -> RedisReplies.read(session.tenant(), reply)));
    }

    @Override
    public Future<TurnLookup> turn(TurnName name) {
        return run(RedisSteps.turn(name))
                .compose(reply -> decoded(reply, () -> RedisReplies.turn(RedisSteps.tenant(name), reply)));
    }

    @Override
    public Future<Optional<List<Session>>> branches(SessionRef session) {
        return closed
                ? Future.failedFuture(closed())
                : new RedisBranches(scripts, oneTry, session).read().recover(RedisSessionStore::unavailable);
    }

    @Override
    public Future<Boolean> interrupt(TurnName turn) {
        return run(RedisSteps.interrupt(turn)).map(reply -> reply.text(0).equals("asked"));
    }

    @Override
    public Future<Deletion> delete(SessionRef session) {
        purge.serves(session.tenant());
        return closed
                ? Future.failedFuture(closed())
                : new RedisDeletion(scripts, guard.durability(), COMMIT_TRY, session.tenant())
                        .of(session)
                        .recover(RedisSessionStore::unavailable);
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
        purge.close();
        return Future.join(guard.close(), scripts.close()).mapEmpty();
    }

    /** Looks at the server's settings now, and not only once a minute; for a test. */
    Future<?> look() {
        return guard.look();
    }

    /** Purges now, and not only once a minute; for a test. */
    Future<?> purge() {
        return purge.sweep();
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
