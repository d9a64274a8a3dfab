package io.backstory.turn;

import java.util.function.LongSupplier;

/**
 * Where the time of one request went, in nanoseconds of {@link System#nanoTime}. Written by the turn as it goes, read
 * once at the end by whoever reports it.
 */
public final class TurnTimes {
    private final LongSupplier clock;
    private final long received;
    private long read;
    private long asked;
    private long firstEvent;
    private long replied;
    private long heldByClient;
    private long queued;
    private long begun;
    private long committed;

    public TurnTimes() {
        this(System::nanoTime);
    }

    TurnTimes(LongSupplier nanoTime) {
        clock = nanoTime;
        received = clock.getAsLong();
        read = received;
    }

    /** The whole request is here; how long the client took to send it says nothing about the gateway. */
    public void bodyRead() {
        read = clock.getAsLong();
    }

    void begun() {
        begun = clock.getAsLong();
    }

    /** Another turn of the session ran for this long. */
    void queued(long nanos) {
        queued = nanos;
    }

    /** Behind another turn of the session, 0 when there was none to wait for. */
    public long queued() {
        return queued;
    }

    void committed() {
        committed = clock.getAsLong();
    }

    /** Until the lease was held or refused, without the wait for another turn; 0 when there was none to take. */
    public long beginning() {
        return begun == 0 ? 0 : Math.max(0, begun - read - queued);
    }

    /** Planning what to send, 0 when it was not reached. */
    public long fitting() {
        return asked == 0 || begun == 0 ? 0 : asked - begun;
    }

    /** From the provider's last byte to the confirmed commit, 0 when it was not reached. */
    public long committing() {
        return committed == 0 ? 0 : committed - replied;
    }

    /** The provider is about to be called, perhaps once more. */
    void asking() {
        asked = asked == 0 ? clock.getAsLong() : asked;
        replied = 0;
    }

    /** The first word for the client is here. */
    void firstEvent() {
        if (firstEvent == 0) {
            firstEvent = clock.getAsLong();
        }
    }

    /** The provider's last byte is here, or it failed. */
    void replied() {
        if (asked != 0 && replied == 0) {
            replied = clock.getAsLong();
        }
    }

    /** The client read too slowly for this long. */
    void heldByClient(long nanos) {
        heldByClient += nanos;
    }

    public long total() {
        return clock.getAsLong() - received;
    }

    /** From the request to the first word, 0 when there was none. */
    public long toFirstEvent() {
        return firstEvent == 0 ? 0 : firstEvent - received;
    }

    /**
     * Total without the wait for the rest of the request, for another turn of the session and for providers; while a client
     * holds the reply up the provider waits too.
     */
    public long overhead() {
        long provider = asked == 0 ? 0 : (replied == 0 ? clock.getAsLong() : replied) - asked;
        return Math.max(0, total() - (read - received) - queued - provider);
    }

    public boolean reachedProvider() {
        return asked != 0;
    }

    public long heldByClient() {
        return heldByClient;
    }
}
