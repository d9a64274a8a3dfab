package io.backstory.store;

import java.time.Duration;

class NearCacheOverSqliteTest extends SessionStoreContract {

    @Override
    SessionStore open() {
        return new NearCache(sqlite(), 1 << 20, Duration.ofMinutes(10), NearCache.Listener.NONE);
    }
}
