package io.backstory;

import io.backstory.config.SessionsConfig;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.metrics.CacheResult;
import io.backstory.metrics.EvictionCause;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.metrics.StoreKind;
import io.backstory.redis.RedisScripts;
import io.backstory.store.MemorySessionStore;
import io.backstory.store.NearCache;
import io.backstory.store.RedisSessionStore;
import io.backstory.store.SessionStore;
import io.backstory.store.SqliteSessionStore;
import io.backstory.store.StoreBreaker;
import io.backstory.turn.MeteredStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/** Opens the configured store: metered, with the near cache before it. */
final class Stores {
    private Stores() {}

    static Future<SessionStore> open(Vertx vertx, SessionsConfig config, GatewayMetrics metrics) {
        return plain(vertx, config.store(), metrics).map(store -> {
            NearCache cache = new NearCache(
                    sparing(vertx, config.store(), new MeteredStore(store, StoreKind.of(config.store()), metrics)),
                    config.nearCacheBytes(),
                    idle(config),
                    listener(metrics));
            metrics.watchCache(cache::entries, cache::size);
            return cache;
        });
    }

    private static Future<? extends SessionStore> plain(Vertx vertx, StoreConfig config, GatewayMetrics metrics) {
        if (config instanceof StoreConfig.Sqlite sqlite) {
            return SqliteSessionStore.open(vertx, sqlite.path(), Clock.systemUTC());
        }
        if (config instanceof StoreConfig.Redis redis) {
            return RedisSessionStore.open(vertx, redis, mismatches(metrics));
        }
        return Future.succeededFuture(new MemorySessionStore(Clock.systemUTC()));
    }

    /** A store at the other end of a network may be away for long; the others fail at once or not at all. */
    private static SessionStore sparing(Vertx vertx, StoreConfig config, SessionStore store) {
        return config instanceof StoreConfig.Redis ? new StoreBreaker(vertx, store) : store;
    }

    /** Less than a session lives: one that expired while it was still held here would look as if it had been lost. */
    private static Duration idle(SessionsConfig config) {
        Duration most = config.retention().dividedBy(2);
        return config.nearCacheIdle().compareTo(most) < 0 ? config.nearCacheIdle() : most;
    }

    private static RedisScripts.Listener mismatches(GatewayMetrics metrics) {
        return new RedisScripts.Listener() {
            @Override
            public void replyMismatched() {
                metrics.storeReplyMismatched();
            }
        };
    }

    private static NearCache.Listener listener(GatewayMetrics metrics) {
        return new NearCache.Listener() {
            @Override
            public void lookedUp(NearCache.Lookup result) {
                metrics.cacheLookup(CacheResult.valueOf(result.name()));
            }

            @Override
            public void evicted(String cause) {
                metrics.cacheEvicted(cause.equals("size") ? EvictionCause.SIZE : EvictionCause.EXPIRED);
            }
        };
    }
}
