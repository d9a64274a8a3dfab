package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.SessionRef;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a session besides its turns.
 *
 * @param own without the revisions of the bases
 * @param first seq of the oldest of its own turns that is kept; the next seq when it has none
 * @param base null unless it is a branch
 * @param current id of the branch its name stands for; null when it stands for itself
 * @param meta the stored settings; empty in a tombstone
 * @param size bytes of its own turns
 */
record SessionRow(
        SessionRef ref,
        BeginTurn.Cached own,
        long fence,
        int first,
        @Nullable Stem base,
        @Nullable String current,
        Bytes meta,
        Times times,
        boolean deleted,
        long size) {

    /** Where a branch comes from: the turn of that generation of that session. */
    record Stem(Bytes key, long generation, int turn) {}

    /**
     * In epoch milliseconds.
     *
     * @param expires 0 in a session nothing was stored of yet
     */
    record Times(long born, long touched, long expires) {}

    /** A session nothing was stored of yet. */
    static SessionRow unborn(SessionRef ref, @Nullable Stem base, Bytes meta, long now) {
        int version = base == null ? 0 : base.turn();
        return new SessionRow(
                ref,
                new BeginTurn.Cached(0, version, 0),
                0,
                version + 1,
                base,
                null,
                meta,
                new Times(now, now, 0),
                false,
                0);
    }

    SessionRow ofGeneration(long generation) {
        BeginTurn.Cached state = new BeginTurn.Cached(generation, own.version(), own.revision());
        return new SessionRow(ref, state, fence, first, base, current, meta, times, deleted, size);
    }

    SessionRow standingFor(@Nullable String branch) {
        return new SessionRow(ref, own, fence, first, base, branch, meta, times, deleted, size);
    }

    SessionRow lasting(Times longer) {
        return new SessionRow(ref, own, fence, first, base, current, meta, longer, deleted, size);
    }

    /** What is left of a deleted session: the fence goes on counting. */
    SessionRow tombstone(long generation, long lastFence, long end) {
        return new SessionRow(
                ref,
                new BeginTurn.Cached(generation, 0, 0),
                Math.max(fence, lastFence),
                1,
                null,
                null,
                Bytes.wrap(new byte[0]),
                new Times(times.born, times.touched, end),
                true,
                0);
    }

    /** Deleted or past its end: the same as absent for everyone. */
    boolean isGone(long now) {
        return deleted || times.expires <= now;
    }

    boolean isOf(long generation) {
        return !deleted && own.generation() == generation;
    }

    /** Whether turns of its own were removed, so that those of its base are not shown any more. */
    boolean isTrimmed() {
        return base != null && first > base.turn() + 1;
    }

    /** Whether it owns the turn. */
    boolean owns(int seq) {
        return seq >= first && seq <= own.version();
    }

    /** 64 bits as they stand in the columns {@code gen} and {@code turn_id}: big endian. */
    static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}
