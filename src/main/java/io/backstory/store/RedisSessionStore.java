package io.backstory.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.backstory.chat.ChatException;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.redis.Durability;
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
    private static final int KEYS_AT_ONCE = 500;

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
        return run(RedisSteps.renew(lease))
                .map(reply -> reply.text(0).equals("renewed") ? Renewal.RENEWED : Renewal.LOST);
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        turn.requireFollows(lease);
        if (closed) {
            return Future.failedFuture(closed());
        }
        List<ScriptCall> calls = new ArrayList<>(List.of(RedisSteps.commit(lease, turn)));
        if (!lease.session().isHidden()) {
            calls.add(RedisSteps.index(lease.session(), turn.retention()));
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
        String hash = session.hash();
        return run(RedisSteps.read(session.tenant(), hash, true))
                .compose(reply -> decoded(reply, () -> RedisReplies.read(session.tenant(), hash, reply, true)));
    }

    @Override
    public Future<TurnLookup> turn(TurnName name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Optional<List<Session>>> branches(SessionRef session) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Boolean> interrupt(TurnName turn) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Deletion> delete(SessionRef session) {
        if (closed) {
            return Future.failedFuture(closed());
        }
        return scripts.run(List.of(RedisSteps.delete(session, Fresh.generation())), guard.durability(), COMMIT_TRY)
                .compose(ran -> ran.safe()
                        ? forget(session, ran.replies().get(0))
                        : Future.failedFuture(Unavailable.because("It cannot be told whether the session is gone.")))
                .recover(RedisSessionStore::unavailable);
    }

    /** What else is left; it holds no content, belongs to no session any more and ends by itself within a day. */
    private Future<Deletion> forget(SessionRef session, ScriptReply deleted) {
        String hash = session.hash();
        List<String> records = new ArrayList<>();
        deleted.list(1).forEach(idem -> records.add(RedisKeys.record(hash, new String(idem, US_ASCII))));
        if (!deleted.text(2).isEmpty()) {
            records.add(deleted.text(2));
        }
        List<ScriptCall> calls = new ArrayList<>();
        for (int i = 0; i < records.size(); i += KEYS_AT_ONCE) {
            List<String> some = records.subList(i, Math.min(records.size(), i + KEYS_AT_ONCE));
            calls.add(RedisSteps.forget(hash, some));
        }
        calls.add(RedisSteps.unlist(session.tenant(), List.of(hash, "")));
        return scripts.run(calls, Durability.PRIMARY, COMMIT_TRY)
                .transform(forgotten ->
                        Future.succeededFuture(new Deletion(deleted.text(0).equals("deleted"), List.of())));
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
