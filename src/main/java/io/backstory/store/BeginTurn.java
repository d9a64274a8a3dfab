package io.backstory.store;

import io.backstory.chat.SessionRef;
import org.jspecify.annotations.Nullable;

/**
 * What a turn says to take the lease.
 *
 * @param nonce the turn's 64 random bits; they tell two tries of one turn apart from two turns
 * @param create whether an unknown session is created by use
 * @param expectedVersion refuse unless the session has this version; null takes any
 * @param cached the state the caller already holds, so that only newer turns are read; null reads all
 * @param idempotency how a repeated request is recognised; null when it is not
 * @param place where in the conversation the turn is to begin
 */
public record BeginTurn(
        SessionRef session,
        long nonce,
        boolean create,
        @Nullable Integer expectedVersion,
        @Nullable Cached cached,
        @Nullable Idempotency idempotency,
        Place place) {

    /**
     * A state of the session, as a near cache holds it.
     *
     * @param generation changes whenever a session is created anew under the same name
     * @param version seq of the newest turn held
     * @param revision counts changes to committed turns, those of the bases included
     */
    public record Cached(long generation, int version, int revision) {

        /** Whether a holder of {@code older} lacks only newer turns. */
        boolean continues(@Nullable Cached older) {
            return older != null
                    && older.generation == generation
                    && older.revision == revision
                    && older.version <= version;
        }

        /** Whether a holder of {@code known} has turns that were acknowledged and are gone. */
        boolean isBehind(@Nullable Cached known) {
            return known != null && known.generation == generation && known.version > version;
        }
    }

    /** Without a way to recognise a repetition. */
    public BeginTurn(
            SessionRef session,
            long nonce,
            boolean create,
            @Nullable Integer expectedVersion,
            @Nullable Cached cached) {
        this(session, nonce, create, expectedVersion, cached, null, Place.HEAD);
    }

    /** Whether the request may have been sent before, so that its record has to be looked at. */
    public boolean mayRepeat() {
        return idempotency != null && idempotency.mode() != Idempotency.Mode.IMPLICIT_FIRST;
    }

    public BeginTurn withCached(@Nullable Cached state) {
        return new BeginTurn(session, nonce, create, expectedVersion, state, idempotency, place);
    }

    public BeginTurn withIdempotency(@Nullable Idempotency record) {
        return new BeginTurn(session, nonce, create, expectedVersion, cached, record, place);
    }

    public BeginTurn at(Place other) {
        return new BeginTurn(session, nonce, create, expectedVersion, cached, idempotency, other);
    }
}
