package io.backstory.redis;

import io.backstory.config.RedisServers.Watched;
import io.backstory.config.SessionsConfig.Ack;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whether a server may keep conversations. Asked on connections of its own, as its replies carry no nonce.
 *
 * <p>Its texts are for operators: what is so, and what to change.
 */
public final class RedisServer {
    private static final RedisPool.Size SIZE = new RedisPool.Size(2, 16);

    private final StoreConfig.Redis config;
    private final RedisPool pool;

    public RedisServer(Vertx vertx, StoreConfig.Redis config) {
        this.config = config;
        this.pool = new RedisPool(vertx, config, SIZE, () -> {});
    }

    /**
     * What a server answered.
     *
     * @param problems why it may not be used; none when it may
     * @param canWaitForDisk whether it can be asked to wait for its disk
     */
    public record Report(List<String> problems, boolean canWaitForDisk) {
        public Report {
            problems = List.copyOf(problems);
        }

        /** How a commit is made as safe as the configuration wants. */
        public Durability durability(Ack ack) {
            if (ack == Ack.REPLICA) {
                return Durability.REPLICA;
            }
            return ack == Ack.DISK && canWaitForDisk ? Durability.DISK : Durability.PRIMARY;
        }
    }

    /** Looks at the server that is the primary now. Fails with a {@link RedisFailure} when it cannot be asked. */
    public Future<Report> check() {
        return ask(pool.search(), connection -> connection
                .send(Request.cmd(Command.INFO))
                .map(info -> ServerFacts.of(info.toString()))
                .compose(facts -> appendFsync(connection, facts).map(fsync -> report(facts, fsync))));
    }

    /** Completes when the server answers at all. */
    public Future<Void> ping() {
        return ask(pool.client(), connection -> connection.send(Request.cmd(Command.PING)))
                .onFailure(failure -> pool.doubt())
                .mapEmpty();
    }

    public Future<Void> close() {
        return pool.close();
    }

    private interface Question<T> {
        Future<T> on(RedisConnection connection);
    }

    private <T> Future<T> ask(Future<Redis> primary, Question<T> question) {
        return primary.compose(RedisPool::connect)
                .compose(connection -> question.on(connection).onComplete(end -> connection.close()))
                .timeout(config.timeout().toMillis() * 2, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(RedisFailure.from(failure)));
    }

    /** Only asked for where nothing better tells that a turn is on the disk; "?" when the user may not ask. */
    private Future<String> appendFsync(RedisConnection connection, ServerFacts facts) {
        if (config.ack() != Ack.DISK || facts.isAtLeast(7, 2)) {
            return Future.succeededFuture("");
        }
        return connection
                .send(Request.cmd(Command.CONFIG).arg("GET").arg("appendfsync"))
                .map(RedisServer::second)
                .otherwise("?");
    }

    private static String second(Response pair) {
        return pair.size() == 2 ? String.valueOf(pair.get(1)) : "?";
    }

    private Report report(ServerFacts facts, String fsync) {
        List<String> problems = new ArrayList<>();
        server(facts, problems);
        if (facts.number("connected_slaves") > 0 || config.ack() == Ack.REPLICA) {
            replicas(facts, problems);
        }
        if (config.ack() == Ack.DISK && !fsync.isEmpty() && !fsync.equals("always")) {
            problems.add(
                    fsync.equals("?")
                            ? "ack: disk needs Redis 7.2, or the right to look: give the user +config|get"
                            : "ack: disk needs \"appendfsync always\", not " + fsync + ", or Redis 7.2");
        }
        return new Report(problems, facts.isAtLeast(7, 2));
    }

    private void server(ServerFacts facts, List<String> problems) {
        if (!facts.isAtLeast(7, 0)) {
            problems.add("Redis 7.0 or newer is needed, this is " + facts.text("redis_version"));
        }
        if (!facts.text("role").equals("master")) {
            problems.add(
                    config.servers() instanceof Watched
                            ? "the server that Sentinel names is not the primary"
                            : "this server is a replica; name the primary");
        }
        if (!facts.text("maxmemory_policy").equals("noeviction")) {
            problems.add("\"maxmemory-policy " + facts.text("maxmemory_policy")
                    + "\" silently deletes conversations; set it to noeviction");
        }
        if (facts.number("aof_enabled") != 1) {
            problems.add("without its append-only file a restart forgets conversations; set \"appendonly yes\"");
        } else if (facts.text("aof_last_write_status").equals("err")) {
            problems.add("the append-only file cannot be written; look at the disk of the server");
        }
    }

    /** Shown by the server only while both settings are on. */
    private static void replicas(ServerFacts facts, List<String> problems) {
        if (facts.number("connected_slaves") == 0) {
            problems.add("ack: replica needs a replica and there is none; for a single server use ack: disk");
        }
        if (!facts.has("min_slaves_good_slaves")) {
            problems.add("a primary that is cut off would go on taking turns that get lost;"
                    + " set \"min-replicas-to-write 1\" and \"min-replicas-max-lag 2\"");
        } else if (facts.number("min_slaves_good_slaves") == 0) {
            problems.add("no replica keeps up with the primary");
        }
    }
}
