package io.backstory;

import io.backstory.config.SessionsConfig;
import io.backstory.config.SessionsConfig.StoreConfig;
import io.backstory.metrics.CacheResult;
import io.backstory.metrics.EvictionCause;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.metrics.StoreKind;
import io.backstory.store.MemorySessionStore;
import io.backstory.store.NearCache;
import io.backstory.store.SessionStore;
import io.backstory.store.SqliteSessionStore;
import io.backstory.turn.MeteredStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;

/** Opens the configured store: metered, with the near cache before it. */
final class Stores {
    private Stores() {}

    static Future<SessionStore> open(Vertx vertx, SessionsConfig config, GatewayMetrics metrics) {
        return plain(vertx, config.store()).map(store -> {
            NearCache cache = new NearCache(
                    new MeteredStore(store, kind(config.store()), metrics),
                    config.nearCacheBytes(),
                    config.nearCacheIdle(),
                    listener(metrics));
            metrics.watchCache(cache::entries, cache::size);
            return cache;
        });
    }

    private static Future<? extends SessionStore> plain(Vertx vertx, StoreConfig config) {
        if (config instanceof StoreConfig.Sqlite sqlite) {
            return SqliteSessionStore.open(vertx, sqlite.path(), Clock.systemUTC());
        }
        return Future.succeededFuture(new MemorySessionStore(Clock.systemUTC()));
    }

    private static StoreKind kind(StoreConfig config) {
        return config instanceof StoreConfig.Sqlite ? StoreKind.SQLITE : StoreKind.MEMORY;
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
