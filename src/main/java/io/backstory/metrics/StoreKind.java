package io.backstory.metrics;

import io.backstory.config.SessionsConfig.StoreConfig;

/** Which store works. */
public enum StoreKind implements Label {
    SQLITE,
    REDIS,
    MEMORY;

    public static StoreKind of(StoreConfig config) {
        if (config instanceof StoreConfig.Redis) {
            return REDIS;
        }
        return config instanceof StoreConfig.Memory ? MEMORY : SQLITE;
    }
}
