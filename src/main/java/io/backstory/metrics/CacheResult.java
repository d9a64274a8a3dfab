package io.backstory.metrics;

/** What the near cache could spare the store. */
public enum CacheResult implements Label {
    /** Still current: nothing was transferred. */
    HIT,
    /** Only newer turns came. */
    STALE,
    /** Everything came. */
    MISS
}
