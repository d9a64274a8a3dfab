package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.store.Repetition.Done;
import io.backstory.store.Repetition.Recorded;
import io.backstory.store.SessionRow.Stem;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
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
    record Seen(long fence, long generation, boolean fresh, @Nullable Terms terms) {
        private static final Seen NOTHING = new Seen(0, 0, false, null);

        /** What a new session branches from; null when it does not, or is not new. */
        @Nullable
        Stem base() {
            return terms == null ? null : terms.base();
        }

        /** Whether the turn is on this line because a name stands for it. */
        boolean byName() {
            return terms != null && terms.byName();
        }
    }

    /** What the turn of a lease is to be. */
    record Terms(SessionRef session, int version, @Nullable Stem base, boolean byName) {}

    /** A turn that is being answered, and the seq it would get. */
    record Answering(SessionRef session, int seq, long nonce) {}

    private enum State {
        CLAIMED,
        GRANTED,
        FREE
    }

    /**
     * A turn of somebody else.
     *
     * @param remaining until its lease ends; zero when it has ended and nobody took the session since
     */
    record Running(Idempotency idempotency, Duration remaining) {
        boolean isLive() {
            return !remaining.isZero();
        }
    }

    /** A stored record that a later turn took the place of: what is stored of it counts no more. */
    private record Replaced(long generation, Bytes record, int seq) {
        static @Nullable Replaced of(BeginTurn turn, long generation, @Nullable Recorded stored) {
            Idempotency request = turn.idempotency();
            return request != null && stored instanceof Done done
                    ? new Replaced(generation, request.key(), done.turn().seq())
                    : null;
        }
    }

    /**
     * @param until in epoch milliseconds
     * @param before what a claim stands in place of until it is granted
     * @param stop somebody asked for the turn to be stopped
     */
    private record Held(
            State state,
            long nonce,
            long until,
            Seen seen,
            @Nullable Idempotency idempotency,
            @Nullable Replaced replaced,
            @Nullable Held before,
            boolean stop) {
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
            return new Held(state, nonce, end, seen, idempotency, replaced, before, stop);
        }

        /** This claim on a session that {@code was} held before. */
        Held over(Held was) {
            return new Held(state, nonce, until, was.seen, idempotency, was.replaced, was.withoutBefore(), false);
        }

        Held granted(Seen grounds, @Nullable Replaced record) {
            Replaced last = record == null ? replaced : record;
            return new Held(State.GRANTED, nonce, until, sameSession(grounds), idempotency, last, null, false);
        }

        /** Two turns in a row that found no session begin the same one, as long as neither was given up. */
        private Seen sameSession(Seen grounds) {
            boolean same = grounds.fresh()
                    && before != null
                    && before.state == State.GRANTED
                    && before.seen.fresh()
                    && Objects.equals(before.seen.base(), grounds.base());
            return same && before != null
                    ? new Seen(grounds.fence(), before.seen.generation(), true, grounds.terms())
                    : grounds;
        }

        Held withoutBefore() {
            return new Held(state, nonce, until, seen, idempotency, replaced, null, stop);
        }

        /** What stands when the claim came to nothing. */
        Held unclaimed() {
            return before == null ? free() : before;
        }

        Held stopped() {
            return new Held(state, nonce, until, seen, idempotency, replaced, before, true);
        }

        Optional<Answering> answering(long now) {
            return state == State.GRANTED && until > now
                    ? Optional.ofNullable(seen.terms()).map(it -> new Answering(it.session(), it.version() + 1, nonce))
                    : Optional.empty();
        }

        Held free() {
            return new Held(State.FREE, nonce, until, seen, null, replaced, null, false);
        }
    }

    /** Empty when the session is claimed, else how long the other holder has at most. */
    Optional<Duration> claim(Bytes key, long nonce) {
        return claim(key, nonce, null);
    }

    /** As {@link #claim(Bytes, long)}, for a request that may be sent again. */
    Optional<Duration> claim(Bytes key, long nonce, @Nullable Idempotency idempotency) {
        long now = clock.millis();
        long end = now + TTL.toMillis();
        Held fresh = new Held(State.CLAIMED, nonce, end, Seen.NOTHING, idempotency, null, null, false);
        Held holder = held.compute(key, (k, was) -> was == null ? fresh : claimed(was, fresh, now));
        return holder.isOf(nonce) ? Optional.empty() : Optional.of(Duration.ofMillis(holder.until() - now));
    }

    private static Held claimed(Held was, Held claim, long now) {
        if (was.isOf(claim.nonce())) {
            return was.until(claim.until());
        }
        return was.live(now) ? was : claim.over(was);
    }

    /** The turn that somebody else runs, or ran until its lease ended. */
    Optional<Running> other(Bytes key, long nonce) {
        Held holder = held.get(key);
        boolean claimed = holder != null && holder.isOf(nonce) && holder.state() == State.CLAIMED;
        Held other = holder != null && claimed ? holder.before() : holder;
        if (other == null || other.idempotency() == null || other.state() == State.FREE || other.isOf(nonce)) {
            return Optional.empty();
        }
        long remaining = Math.max(0, other.until() - clock.millis());
        return Optional.of(new Running(other.idempotency(), Duration.ofMillis(remaining)));
    }

    /** The record, unless a turn that began on {@code line} since took its place. */
    Optional<Recorded> unreplaced(SessionRef line, BeginTurn turn, long generation, Optional<Recorded> record) {
        Held holder = held.get(line.key());
        Replaced last = holder == null ? null : holder.replaced();
        return record.filter(it -> last == null || !last.equals(Replaced.of(turn, generation, it)));
    }

    /** What the lease stands on, with its fence; empty when the claim was lost meanwhile. A repeated try gets the same. */
    Optional<Seen> grant(Bytes key, long nonce, Seen seen) {
        return grant(key, nonce, seen, null);
    }

    /** As {@link #grant(Bytes, long, Seen)}; the turn's record takes the place of that of the newest turn, {@code head}. */
    Optional<Seen> grant(SessionRef line, BeginTurn turn, Seen seen, @Nullable Done head) {
        return grant(line.key(), turn.nonce(), seen, Replaced.of(turn, seen.generation(), head));
    }

    private Optional<Seen> grant(Bytes key, long nonce, Seen seen, @Nullable Replaced replaced) {
        Held holder = held.computeIfPresent(key, (k, was) -> {
            if (!was.isOf(nonce) || was.state() == State.GRANTED) {
                return was;
            }
            long fence = Math.max(was.seen().fence(), seen.fence()) + 1;
            return was.granted(new Seen(fence, seen.generation(), seen.fresh(), seen.terms()), replaced);
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

    /** Lengthens a lease, unless another holder took the session. */
    Renewal extend(Lease lease) {
        long end = clock.millis() + TTL.toMillis();
        Held now = held.computeIfPresent(lease.session().key(), (k, was) -> was.isOf(lease) ? was.until(end) : was);
        if (now == null || !now.isOf(lease)) {
            return Renewal.LOST;
        }
        return now.stop() ? Renewal.STOP : Renewal.RENEWED;
    }

    /** The turn that is being answered. */
    Optional<Answering> answering(Bytes key) {
        return Optional.ofNullable(held.get(key)).flatMap(it -> it.answering(clock.millis()));
    }

    /** Asks for the turn that is being answered to be stopped, if it is the one meant; tells whether it is. */
    boolean stop(Bytes key, Predicate<Answering> meant) {
        long now = clock.millis();
        Held holder = held.computeIfPresent(
                key, (k, was) -> was.answering(now).filter(meant).isPresent() ? was.stopped() : was);
        return holder != null && holder.answering(now).filter(meant).isPresent();
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

    /** The session, running when what its name stands for is. */
    Session seenByName(Session session) {
        String branch = session.lineage().currentBranch();
        SessionRef line =
                branch == null ? session.ref() : new SessionRef(session.ref().tenant(), branch);
        return session.withRunning(isHeld(line.key()));
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
