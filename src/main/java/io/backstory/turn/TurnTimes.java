package io.backstory.turn;

/**
 * Where the time of one request went, in nanoseconds of {@link System#nanoTime}. Written by the turn as it goes, read
 * once at the end by whoever reports it.
 */
public final class TurnTimes {
    private final long received = System.nanoTime();
    private long asked;
    private long firstEvent;
    private long replied;
    private long heldByClient;
    private long begun;
    private long committed;

    void begun() {
        begun = System.nanoTime();
    }

    void committed() {
        committed = System.nanoTime();
    }

    /** Until the lease was held or refused, 0 when there was none to take. */
    public long beginning() {
        return begun == 0 ? 0 : begun - received;
    }

    /** Planning what to send, 0 when it was not reached. */
    public long fitting() {
        return asked == 0 || begun == 0 ? 0 : asked - begun;
    }

    /** From the provider's last byte to the confirmed commit, 0 when it was not reached. */
    public long committing() {
        return committed == 0 ? 0 : committed - replied;
    }

    /** The provider is about to be called. */
    void asking() {
        asked = System.nanoTime();
    }

    /** The first word for the client is here. */
    void firstEvent() {
        if (firstEvent == 0) {
            firstEvent = System.nanoTime();
        }
    }

    /** The provider's last byte is here, or it failed. */
    void replied() {
        if (asked != 0 && replied == 0) {
            replied = System.nanoTime();
        }
    }

    /** The client read too slowly for this long. */
    void heldByClient(long nanos) {
        heldByClient += nanos;
    }

    public long total() {
        return System.nanoTime() - received;
    }

    /** From the request to the first word, 0 when there was none. */
    public long toFirstEvent() {
        return firstEvent == 0 ? 0 : firstEvent - received;
    }

    /** Total without the wait for providers; while a client holds the reply up the provider waits too. */
    public long overhead() {
        long provider = asked == 0 ? 0 : (replied == 0 ? System.nanoTime() : replied) - asked;
        return Math.max(0, total() - provider);
    }

    public boolean reachedProvider() {
        return asked != 0;
    }

    public long heldByClient() {
        return heldByClient;
    }
}
