package io.backstory.history;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Runs faster than the world, so that leases end within a test's patience, and renewals come too late. */
final class FastClock extends Clock {
    private final long start = System.currentTimeMillis();
    private final long nanos = System.nanoTime();
    private final int factor;

    FastClock(int factor) {
        this.factor = factor;
    }

    @Override
    public long millis() {
        return start + (System.nanoTime() - nanos) / 1_000_000 * factor;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
