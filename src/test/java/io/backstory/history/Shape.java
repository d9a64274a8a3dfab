package io.backstory.history;

import io.backstory.store.NearCache;
import io.backstory.store.SessionStore;
import io.backstory.upstream.Upstream;
import io.vertx.core.Vertx;
import java.time.Duration;

/** How the gateways of a {@link SharedStoreCluster} are put together: as they are, or with one defect. */
interface Shape {
    Shape SOUND = new Shape() {};

    /** The store as a gateway reaches it. */
    default SessionStore reached(Vertx vertx, SessionStore store) {
        return store;
    }

    default SessionStore cached(SessionStore store) {
        return new NearCache(store, 64L << 20, Duration.ofMinutes(1), NearCache.Listener.NONE);
    }

    default Upstream asked(Upstream upstream) {
        return upstream;
    }
}
