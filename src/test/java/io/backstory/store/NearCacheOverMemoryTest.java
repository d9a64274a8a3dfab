package io.backstory.store;

import java.time.Duration;

class NearCacheOverMemoryTest extends SessionStoreContract {

    @Override
    SessionStore open() {
        return new NearCache(new MemorySessionStore(clock), 1 << 20, Duration.ofMinutes(10), NearCache.Listener.NONE);
    }
}
