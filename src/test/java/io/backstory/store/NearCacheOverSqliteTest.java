package io.backstory.store;

import java.time.Duration;

class NearCacheOverSqliteTest extends SessionStoreContract {

    private SessionStore cached;

    @Override
    SessionStore authority() {
        return cached;
    }

    @Override
    SessionStore open() {
        cached = sqlite();
        return new NearCache(cached, 1 << 20, Duration.ofMinutes(10), NearCache.Listener.NONE);
    }
}
