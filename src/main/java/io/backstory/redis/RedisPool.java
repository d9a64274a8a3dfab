package io.backstory.redis;

import io.backstory.config.RedisServers.Single;
import io.backstory.config.RedisServers.Watched;
import io.backstory.config.ServerConfig.Address;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to the primary, which can all be given up at once. Where Sentinel watches the servers, the primary is asked for
 * when it is first needed and whenever {@link #doubt} arises; the connections to a former one are closed.
 */
final class RedisPool {
    private static final int IDLE_SECONDS = 30;
    private static final int RECYCLE_MS = 15_000;
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(RedisPool.class);

    private final Vertx vertx;
    private final StoreConfig.Redis config;
    private final Size size;
    private final Runnable moved;
    private final Optional<Sentinels> sentinels;
    private volatile @Nullable Server server;
    private @Nullable Future<Redis> search;
    private volatile long searched = System.nanoTime() - PAUSE_NANOS;
    private volatile boolean closed;

    /**
     * How much a pool takes.
     *
     * @param connections most at a time
     * @param waiting most calls that wait for one
     */
    record Size(int connections, int waiting) {}

    private record Server(Address address, Redis client) {}

    /** @param moved runs after the primary became another server; it must not wait */
    RedisPool(Vertx vertx, StoreConfig.Redis config, Size size, Runnable moved) {
        this.vertx = vertx;
        this.config = config;
        this.size = size;
        this.moved = moved;
        if (config.servers() instanceof Watched watched) {
            this.sentinels = Optional.of(new Sentinels(vertx, watched, config));
        } else if (config.servers() instanceof Single single) {
            this.sentinels = Optional.empty();
            this.server = connected(single.address());
        } else {
            throw new AssertionError(config.servers());
        }
    }

    private Server connected(Address address) {
        RedisOptions options = options(
                        address, config, config.user(), config.password().reveal())
                .setMaxPoolSize(size.connections)
                .setMaxPoolWaiting(size.waiting);
        return new Server(address, Redis.createClient(vertx, options));
    }

    /** RESP2, because a push of RESP3 makes the client hand every later reply of the connection to the wrong caller. */
    static RedisOptions options(Address address, StoreConfig.Redis config, String user, String password) {
        String scheme = config.tls() ? "rediss" : "redis";
        RedisOptions options = new RedisOptions()
                .setConnectionString(scheme + "://" + address)
                .setPreferredProtocolVersion(ProtocolVersion.RESP2)
                .setClientId(false)
                .setPoolRecycleTimeout(RECYCLE_MS)
                .setPoolCleanerInterval(RECYCLE_MS)
                .setNetClientOptions(new NetClientOptions()
                        .setConnectTimeout((int) config.timeout().toMillis())
                        .setIdleTimeout(IDLE_SECONDS)
                        .setTcpKeepAlive(true)
                        .setSsl(config.tls())
                        .setHostnameVerificationAlgorithm("HTTPS"));
        if (!password.isEmpty()) {
            options.setPassword(password);
        }
        return user.isEmpty() ? options : options.setUser(user);
    }

    /** Of the primary, as far as is known. */
    Future<Redis> client() {
        Server known = server;
        return known == null ? search() : Future.succeededFuture(known.client);
    }

    /** Asks where the primary is now. Those who ask while one is asked already wait for its answer. */
    synchronized Future<Redis> search() {
        Future<Redis> running = search;
        if (sentinels.isEmpty()) {
            return client();
        }
        if (running == null || running.isComplete()) {
            running = sentinels.get().primary().map(this::moveTo).onComplete(end -> searched = System.nanoTime());
            search = running;
        }
        return running;
    }

    /** Says that the server did not do what a primary does. Nobody waits for what comes of it. */
    void doubt() {
        if (sentinels.isPresent() && System.nanoTime() - searched >= PAUSE_NANOS) {
            search();
        }
    }

    private Redis moveTo(Address address) {
        Server former;
        Server now;
        synchronized (this) {
            former = server;
            if (closed) {
                throw RedisFailure.refused("The connections to Redis are closed.", null);
            }
            if (former != null && former.address.equals(address)) {
                return former.client;
            }
            now = connected(address);
            server = now;
        }
        if (former != null) {
            LOG.warn("the Redis primary is now {}, it was {}", address, former.address);
            former.client.close();
            moved.run();
        }
        return now.client;
    }

    /** Fails with a {@link RedisFailure} that says that nothing was sent. */
    static Future<RedisConnection> connect(Redis client) {
        return client.connect()
                .map(connection -> connection.exceptionHandler(RedisPool::broken))
                .recover(failure -> Future.failedFuture(RedisFailure.refused("Redis cannot be reached.", failure)));
    }

    /** The calls under way fail by themselves; by default the client would log this as an error nobody handles. */
    private static void broken(Throwable cause) {
        LOG.debug("a connection to Redis broke: {}", cause.getMessage());
    }

    /** Closes every connection of {@code used}, with whatever is under way on them, unless that was done before. */
    synchronized void abandon(Redis used) {
        Server known = server;
        if (known != null && known.client == used) {
            server = connected(known.address);
            used.close();
        }
    }

    synchronized Future<Void> close() {
        closed = true;
        Server known = server;
        return known == null ? Future.succeededFuture() : known.client.close();
    }
}
