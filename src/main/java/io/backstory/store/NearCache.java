package io.backstory.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.NotFound;
import io.backstory.store.CommitOutcome.Committed;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keeps the turns of recent sessions in memory, so that a turn reads only what is new and finds the old turns with their
 * rendered fragments. The store is asked every time: its answer says whether what is held here is still true, so there is
 * nothing to invalidate and nothing to trust while the store is down.
 *
 * <p>Bounded by bytes, estimated as {@link CachedTurns} says, and by the time since the last use.
 */
public final class NearCache extends StoreDecorator {
    private final Listener listener;
    private final Cache<SessionRef, CachedTurns> cache;

    public NearCache(SessionStore store, long maxBytes, Duration idle, Listener listener) {
        this(store, listener, Caffeine.newBuilder().maximumWeight(maxBytes).expireAfterAccess(idle));
    }

    /** With the clock and the threads of a test. */
    static NearCache timed(SessionStore store, Listener listener, long maxBytes, Duration idle, Ticker ticker) {
        return new NearCache(
                store,
                listener,
                Caffeine.newBuilder()
                        .maximumWeight(maxBytes)
                        .expireAfterAccess(idle)
                        .ticker(ticker)
                        .executor(Runnable::run));
    }

    private NearCache(SessionStore store, Listener listener, Caffeine<Object, Object> bounds) {
        super(store);
        this.listener = listener;
        this.cache = bounds.weigher((SessionRef ref, CachedTurns held) -> held.weight())
                .evictionListener((ref, held, cause) -> listener.evicted(word(cause)))
                .build();
    }

    /** What a begun turn found here. */
    public enum Lookup {
        /** What was held is current: no turn was read. */
        HIT,
        /** Only newer turns were read. */
        STALE,
        /** Everything was read. */
        MISS
    }

    /** Hears what happens, on whatever thread it happens; it must not wait. */
    public interface Listener {
        Listener NONE = new Listener() {};

        default void lookedUp(Lookup result) {}

        /** {@code cause} is {@code size} or {@code expired}. */
        default void evicted(String cause) {}
    }

    @Override
    public Future<BeginOutcome> begin(BeginTurn turn) {
        Optional<CachedTurns> held = Optional.ofNullable(cache.getIfPresent(turn.session()));
        return store.begin(turn.withCached(held.map(CachedTurns::state).orElse(null)))
                .map(outcome -> outcome instanceof Begun begun ? whole(held, begun) : forgetAbsent(turn, outcome));
    }

    private BeginOutcome whole(Optional<CachedTurns> held, Begun begun) {
        List<Turn> read = begun.session().turns();
        Optional<CachedTurns> kept = held.filter(it -> begun.onlyNewer());
        listener.lookedUp(kept.isEmpty() ? Lookup.MISS : read.isEmpty() ? Lookup.HIT : Lookup.STALE);
        CachedTurns now =
                kept.map(it -> it.followedBy(read, begun.state())).orElseGet(() -> CachedTurns.of(read, begun.state()));
        if (kept.isEmpty() || !read.isEmpty()) {
            cache.put(begun.lease().name(), now);
        }
        return new Begun(begun.lease(), begun.session().withTurns(now.turns()), begun.state(), false);
    }

    private BeginOutcome forgetAbsent(BeginTurn turn, BeginOutcome outcome) {
        if (outcome instanceof NotFound) {
            cache.invalidate(turn.session());
        }
        return outcome;
    }

    @Override
    public Future<CommitOutcome> commit(Lease lease, CommitTurn turn) {
        return store.commit(lease, turn).onSuccess(outcome -> {
            if (outcome instanceof Committed) {
                committed(lease, turn);
            }
        });
    }

    /** What the name stands for by now is found under the name next time. */
    private void committed(Lease lease, CommitTurn turn) {
        CachedTurns grown = cache.asMap()
                .computeIfPresent(lease.name(), (ref, held) -> held.isAt(lease) ? held.grown(turn.turns()) : held);
        if (grown != null && turn.moved() != null) {
            cache.put(turn.moved().name(), grown);
        }
    }

    /** Forgets the session before and after, and its branches, so that a turn that begins meanwhile leaves nothing here either. */
    @Override
    public Future<Deletion> delete(SessionRef session) {
        cache.invalidate(session);
        return store.delete(session).onSuccess(deleted -> {
            cache.invalidate(session);
            deleted.branches().forEach(id -> cache.invalidate(new SessionRef(session.tenant(), id)));
        });
    }

    @Override
    public Future<Void> close() {
        cache.invalidateAll();
        return store.close();
    }

    /** Sessions held. */
    public long entries() {
        return cache.estimatedSize();
    }

    /** Their estimated size in bytes. */
    public long size() {
        return cache.policy()
                .eviction()
                .map(bound -> bound.weightedSize().orElse(0))
                .orElse(0L);
    }

    /** Applies the bounds at once, which otherwise happens beside later calls. */
    void settle() {
        cache.cleanUp();
    }

    private static String word(RemovalCause cause) {
        return cause.name().toLowerCase(Locale.ROOT);
    }
}
