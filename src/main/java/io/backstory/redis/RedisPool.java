package io.backstory.redis;

import io.backstory.config.SessionsConfig.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to one server, which can all be given up at once. */
final class RedisPool {
    private static final int IDLE_SECONDS = 30;
    private static final int RECYCLE_MS = 15_000;

    private static final Logger LOG = LoggerFactory.getLogger(RedisPool.class);

    private final Vertx vertx;
    private final RedisOptions options;
    private volatile Redis client;

    /**
     * @param size most connections at a time
     * @param waiting most calls that wait for one
     */
    RedisPool(Vertx vertx, StoreConfig.Redis config, int size, int waiting) {
        this.vertx = vertx;
        this.options = options(config, size, waiting);
        this.client = Redis.createClient(vertx, options);
    }

    /** RESP2, because a push of RESP3 makes the client hand every later reply of the connection to the wrong caller. */
    private static RedisOptions options(StoreConfig.Redis config, int size, int waiting) {
        String scheme = config.tls() ? "rediss" : "redis";
        RedisOptions options = new RedisOptions()
                .setConnectionString(scheme + "://" + config.address())
                .setPreferredProtocolVersion(ProtocolVersion.RESP2)
                .setClientId(false)
                .setMaxPoolSize(size)
                .setMaxPoolWaiting(waiting)
                .setPoolRecycleTimeout(RECYCLE_MS)
                .setPoolCleanerInterval(RECYCLE_MS)
                .setNetClientOptions(new NetClientOptions()
                        .setConnectTimeout((int) config.timeout().toMillis())
                        .setIdleTimeout(IDLE_SECONDS)
                        .setTcpKeepAlive(true)
                        .setSsl(config.tls())
                        .setHostnameVerificationAlgorithm("HTTPS"));
        if (!config.password().isEmpty()) {
            options.setPassword(config.password().reveal());
        }
        return config.user().isEmpty() ? options : options.setUser(config.user());
    }

    Redis client() {
        return client;
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
        if (client == used) {
            client = Redis.createClient(vertx, options);
            used.close();
        }
    }

    Future<Void> close() {
        return client.close();
    }
}
