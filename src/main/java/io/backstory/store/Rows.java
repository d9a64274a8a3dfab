package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Turn;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sessions and turns as a store that has one process to itself keeps them. What they mean is above: {@link Lines},
 * {@link BeginLookup}, {@link TurnCommit} and {@link SessionDelete}.
 *
 * @param <E> how looking fails
 */
interface Rows<E extends Exception> {

    /** A request that was answered by a turn or sent on to a branch. */
    sealed interface Filed {
        Bytes fingerprint();

        /** In epoch milliseconds. */
        long expires();
    }

    /**
     * Turn {@code seq} answered it.
     *
     * @param generation of the session that has the turn
     * @param session id of that session; null when it is the one the record is filed under
     */
    record Answered(Bytes fingerprint, long generation, @Nullable String session, int seq, long expires)
            implements Filed {}

    /** It goes on from turn {@code seq} of the session the record is filed under in a branch. */
    record SentOn(Bytes fingerprint, long generation, String branch, int seq, long expires) implements Filed {}

    /** Whatever its state. */
    Optional<SessionRow> find(Bytes key) throws E;

    /** The sessions that have this one as their base, whatever their state. */
    List<SessionRow> branchesOf(SessionRow base) throws E;

    /** The sessions whose names stand for this one, unless they are deleted. */
    List<SessionRow> namesOf(SessionRow branch) throws E;

    /** Own turns of the session after {@code after} up to and with {@code last}, oldest first. */
    List<Turn> turns(SessionRow session, int after, int last) throws E;

    /** The record of a request that came by this session's name, whether it still counts or not. */
    Optional<Filed> filed(Bytes session, Bytes request) throws E;

    /** {@link Rows} that can be changed. Nobody else changes them between two calls. */
    interface Tables<E extends Exception> extends Rows<E> {
        /** Adds the session or takes its place. */
        void put(SessionRow session) throws E;

        void add(SessionRow session, Turn turn, byte[] stored) throws E;

        /** In the place of the turn with the same seq. */
        void replace(SessionRow session, Turn turn, byte[] stored) throws E;

        /** Removes own turns before {@code seq}. */
        void trim(SessionRow session, int seq) throws E;

        /** Bytes of own turns after {@code after} up to and with {@code last}. */
        long size(SessionRow session, int after, int last) throws E;

        void file(Bytes session, Bytes request, Filed record) throws E;

        void unfile(Bytes session, Bytes request) throws E;

        /** Removes the turns of a session and the requests filed under it. */
        void empty(Bytes session) throws E;
    }
}
