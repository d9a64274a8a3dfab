package io.backstory.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

class NearCacheOverMemoryTest extends SessionStoreContract {
    private @Nullable SessionStore cached;

    @Override
    SessionStore authority() {
        return requireNonNull(cached);
    }

    @Override
    SessionStore open() {
        SessionStore plain = new MemorySessionStore(clock);
        cached = plain;
        return new NearCache(plain, 1 << 20, Duration.ofMinutes(10), NearCache.Listener.NONE);
    }
}
