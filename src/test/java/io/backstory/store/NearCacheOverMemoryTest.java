package io.backstory.store;

import java.time.Duration;

class NearCacheOverMemoryTest extends SessionStoreContract {

    private SessionStore cached;

    @Override
    SessionStore authority() {
        return cached;
    }

    @Override
    SessionStore open() {
        cached = new MemorySessionStore(clock);
        return new NearCache(cached, 1 << 20, Duration.ofMinutes(10), NearCache.Listener.NONE);
    }
}
