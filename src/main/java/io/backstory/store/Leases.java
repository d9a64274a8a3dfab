package io.backstory.store;

import io.backstory.chat.Bytes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which session of a store that has one process to itself. Never waits, so it is used on event loops.
 *
 * <p>A lease goes through two steps, because the session has to be looked up in between: {@link #claim} keeps others out,
 * {@link #grant} gives the fence. A lease past its end is still good until another takes it, as the version check makes
 * every commit safe.
 */
final class Leases {
    static final Duration TTL = Duration.ofSeconds(15);

    /** How long an ended lease is remembered, so that fences go on counting. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final Map<Bytes, Held> held = new ConcurrentHashMap<>();
    private final Clock clock;

    Leases(Clock clock) {
        this.clock = clock;
    }

    /**
     * What the store knows of a session when its lease is granted.
     *
     * @param fresh there is no such session yet: it begins with the commit
     */
    record Seen(long fence, long generation, boolean fresh) {}

    private enum State {
        CLAIMED,
        GRANTED,
        FREE
    }

    /**
     * @param until in epoch milliseconds
     * @param before what a claim stands in place of until it is granted
     */
    private record Held(State state, long nonce, long until, Seen seen, @Nullable Held before) {
        boolean isOf(long owner) {
            return state != State.FREE && nonce == owner;
        }

        boolean isOf(Lease lease) {
            return state == State.GRANTED && nonce == lease.nonce() && seen.fence() == lease.fence();
        }

        boolean live(long now) {
            return state != State.FREE && until > now;
        }

        Held until(long end) {
            return new Held(state, nonce, end, seen, before);
        }

        Held withoutBefore() {
            return new Held(state, nonce, until, seen, null);
        }

        /** What stands when the claim came to nothing. */
        Held unclaimed() {
            return before == null ? free() : before;
        }

        Held free() {
            return new Held(State.FREE, nonce, until, seen, null);
        }
    }

    /** Empty when the session is claimed, else how long the other holder has at most. */
    Optional<Duration> claim(Bytes key, long nonce) {
        long now = clock.millis();
        Held holder = held.compute(key, (k, was) -> claimed(was, nonce, now));
        return holder.isOf(nonce) ? Optional.empty() : Optional.of(Duration.ofMillis(holder.until() - now));
    }

    private static Held claimed(@Nullable Held was, long nonce, long now) {
        long end = now + TTL.toMillis();
        if (was == null) {
            return new Held(State.CLAIMED, nonce, end, new Seen(0, 0, false), null);
        }
        if (was.isOf(nonce)) {
            return was.until(end);
        }
        return was.live(now) ? was : new Held(State.CLAIMED, nonce, end, was.seen(), was.withoutBefore());
    }

    /** What the lease stands on, with its fence; empty when the claim was lost meanwhile. A repeated try gets the same. */
    Optional<Seen> grant(Bytes key, long nonce, Seen seen) {
        Held holder = held.computeIfPresent(key, (k, was) -> {
            if (!was.isOf(nonce) || was.state() == State.GRANTED) {
                return was;
            }
            long fence = Math.max(was.seen().fence(), seen.fence()) + 1;
            return new Held(State.GRANTED, nonce, was.until(), new Seen(fence, seen.generation(), seen.fresh()), null);
        });
        return holder != null && holder.isOf(nonce) ? Optional.of(holder.seen()) : Optional.empty();
    }

    /** Gives back what {@link #claim} took when nothing came of it: the holder before, ended or not, is as it was. */
    void unclaim(Bytes key, long nonce) {
        held.computeIfPresent(key, (k, was) -> was.isOf(nonce) && was.state() == State.CLAIMED ? was.unclaimed() : was);
    }

    /** What the lease stands on while nobody else holds the session. */
    Optional<Seen> holding(Lease lease) {
        Held holder = held.get(lease.session().key());
        return holder != null && holder.isOf(lease) ? Optional.of(holder.seen()) : Optional.empty();
    }

    /** Lengthens a lease, unless another holder took the session; tells whether it is still held. */
    boolean extend(Lease lease) {
        long end = clock.millis() + TTL.toMillis();
        Held now = held.computeIfPresent(lease.session().key(), (k, was) -> was.isOf(lease) ? was.until(end) : was);
        return now != null && now.isOf(lease);
    }

    void release(Lease lease) {
        held.computeIfPresent(lease.session().key(), (k, was) -> was.isOf(lease) ? was.free() : was);
    }

    /** Takes the session from whoever holds it; tells whether somebody did. */
    boolean drop(Bytes key) {
        boolean live = isHeld(key);
        held.computeIfPresent(key, (k, was) -> was.free());
        return live;
    }

    boolean isHeld(Bytes key) {
        Held holder = held.get(key);
        return holder != null && holder.live(clock.millis());
    }

    /** The highest fence given out lately; 0 when none was. */
    long lastFence(Bytes key) {
        Held holder = held.get(key);
        return holder == null ? 0 : holder.seen().fence();
    }

    /** Forgets what ended long ago. */
    void sweep() {
        long old = clock.millis() - MEMORY.toMillis();
        held.values().removeIf(holder -> holder.until() < old);
    }
}
