package io.backstory.redis;

import io.backstory.config.SessionsConfig.StoreConfig;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Runs scripts, and makes sure that a reply belongs to the call it is taken for: whoever got another's reply would read
 * another's conversation. A reply without the nonce of its call fails the request and closes all connections.
 *
 * <p>A try that takes too long is given up by its caller only. The command stays in the queue of its connection and its
 * reply is read, so that the replies behind it keep their places.
 */
public final class RedisScripts {
    private static final RedisPool.Size SIZE = new RedisPool.Size(32, 1024);

    private final Vertx vertx;
    private final RedisPool pool;
    private final Listener listener;

    public RedisScripts(Vertx vertx, StoreConfig.Redis config, Listener listener) {
        this.vertx = vertx;
        this.pool = new RedisPool(vertx, config, SIZE, listener::primaryMoved);
        this.listener = listener;
    }

    /** Hears what goes wrong, on whatever thread it happens; it must not wait. */
    public interface Listener {
        Listener NONE = new Listener() {};

        /** A reply belonged to another call. */
        default void replyMismatched() {}

        /** Sentinel has made another server the primary, and calls go there from now on. */
        default void primaryMoved() {}
    }

    /**
     * Runs one script. Completes on the caller's context; fails with a {@link RedisFailure} only.
     *
     * @param patience of this one try
     */
    public Future<ScriptReply> run(ScriptCall call, Duration patience) {
        return run(call, patience, late -> {});
    }

    /**
     * The same, for a call whose effect has to be undone when its caller has stopped waiting.
     *
     * @param late gets the reply when it comes after the call was given up
     */
    public Future<ScriptReply> run(ScriptCall call, Duration patience, Consumer<ScriptReply> late) {
        Attempt attempt = new Attempt(List.of(call), Durability.PRIMARY, new AtomicBoolean());
        return run(attempt, patience, ran -> late.accept(ran.replies().get(0)))
                .map(ran -> ran.replies().get(0));
    }

    /**
     * Runs scripts one after the other on one connection, and then asks there whether what they wrote is safe. Neither is
     * a transaction: when it fails, some of the scripts may have run.
     */
    public Future<Ran> run(List<ScriptCall> calls, Durability durability, Duration patience) {
        return run(new Attempt(calls, durability, new AtomicBoolean()), patience, late -> {});
    }

    private Future<Ran> run(Attempt attempt, Duration patience, Consumer<Ran> late) {
        Context caller = vertx.getOrCreateContext();
        Future<Ran> ran = attempt(attempt)
                .recover(failure -> RedisFailure.isUnknownScript(failure)
                        ? load(attempt).compose(loaded -> attempt(attempt))
                        : Future.failedFuture(failure));
        ran.onSuccess(it -> {
            if (attempt.abandoned.get()) {
                late.accept(it);
            }
        });
        return on(caller, inTime(ran, attempt, patience).onComplete(this::doubt));
    }

    /** A primary that was paused, cut off or demoted shows it by not answering, by refusing and by having no replica. */
    private void doubt(AsyncResult<Ran> end) {
        if (end.failed() || !end.result().safe()) {
            pool.doubt();
        }
    }

    private static Future<Ran> inTime(Future<Ran> ran, Attempt attempt, Duration patience) {
        return ran.timeout(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS)
                .onFailure(failure -> attempt.abandoned.set(true))
                .recover(failure -> Future.failedFuture(reason(failure)));
    }

    /**
     * What several scripts answered.
     *
     * @param safe whether the durability that was asked for is reached; when not, the writes are there but may be lost
     */
    public record Ran(List<ScriptReply> replies, boolean safe) {}

    /** @param abandoned tells that nobody waits any more, so that nothing needs to be sent */
    private record Attempt(List<ScriptCall> calls, Durability durability, AtomicBoolean abandoned) {}

    private Future<Ran> attempt(Attempt attempt) {
        return pool.client().compose(client -> attempt(client, attempt));
    }

    private Future<Ran> attempt(Redis client, Attempt attempt) {
        return connection(client, attempt).compose(connection -> {
            List<String> nonces = Nonces.of(attempt.calls.size());
            List<Request> requests = new ArrayList<>();
            for (int i = 0; i < nonces.size(); i++) {
                requests.add(attempt.calls.get(i).request(nonces.get(i)));
            }
            attempt.durability.request().ifPresent(requests::add);
            List<Future<Response>> replies = send(connection, requests);
            return Future.join(replies).transform(all -> guarded(client, attempt, nonces, replies));
        });
    }

    private static Future<RedisConnection> connection(Redis client, Attempt attempt) {
        return RedisPool.connect(client).compose(connection -> {
            if (attempt.abandoned.get()) {
                connection.close();
                return Future.failedFuture(RedisFailure.refused("Nobody waits for this call any more.", null));
            }
            return Future.succeededFuture(connection);
        });
    }

    /**
     * In one go, so that a wait sees the writes before it. Not as the client's own batch, which tells only the first error
     * and then stumbles over the replies behind it.
     */
    private static List<Future<Response>> send(RedisConnection connection, List<Request> requests) {
        List<Future<Response>> replies = requests.stream().map(connection::send).toList();
        Future.join(replies).onComplete(all -> connection.close());
        return replies;
    }

    private Future<Ran> guarded(Redis client, Attempt attempt, List<String> nonces, List<Future<Response>> replies) {
        List<ScriptReply> answers = new ArrayList<>();
        for (int i = 0; i < nonces.size(); i++) {
            Future<Response> reply = replies.get(i);
            if (reply.succeeded()) {
                String subject = attempt.calls.get(i).subject();
                if (!ScriptReply.answers(reply.result(), nonces.get(i), subject)) {
                    return mismatched(client);
                }
                answers.add(ScriptReply.of(reply.result()));
            }
        }
        Optional<Future<Response>> failed =
                replies.stream().filter(Future::failed).findFirst();
        if (failed.isPresent()) {
            Throwable cause = failed.get().cause();
            boolean nothing = answers.isEmpty() || RedisFailure.isUnknownScript(cause);
            return Future.failedFuture(nothing ? cause : RedisFailure.unknown("Redis ran a part only.", cause));
        }
        boolean waited = replies.size() > nonces.size();
        Response wait = replies.get(replies.size() - 1).result();
        return waited && !attempt.durability.fits(wait)
                ? mismatched(client)
                : Future.succeededFuture(new Ran(answers, !waited || attempt.durability.isMet(wait)));
    }

    private <T> Future<T> mismatched(Redis client) {
        pool.abandon(client);
        listener.replyMismatched();
        return Future.failedFuture(RedisFailure.unknown("A reply of Redis belonged to another call.", null));
    }

    private Future<?> load(Attempt attempt) {
        List<Request> requests = attempt.calls.stream()
                .map(ScriptCall::script)
                .distinct()
                .map(script -> Request.cmd(Command.SCRIPT).arg("LOAD").arg(script.source()))
                .toList();
        return pool.client()
                .compose(client -> connection(client, attempt))
                .compose(connection -> Future.join(send(connection, requests)));
    }

    private static RedisFailure reason(Throwable failure) {
        return failure instanceof TimeoutException
                ? RedisFailure.unknown("Redis did not answer in time.", failure)
                : RedisFailure.from(failure);
    }

    private static <T> Future<T> on(Context caller, Future<T> future) {
        Promise<T> told = Promise.promise();
        future.onComplete(end -> {
            try {
                caller.runOnContext(none -> told.handle(end));
            } catch (RejectedExecutionException contextIsGone) {
                told.handle(end);
            }
        });
        return told.future();
    }

    public Future<Void> close() {
        return pool.close();
    }
}
