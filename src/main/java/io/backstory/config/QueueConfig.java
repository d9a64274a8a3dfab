package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;

/**
 * What becomes of a turn that meets another one of its session.
 *
 * @param doors what a door does, by its name, where the operator says so; else its own way holds
 * @param length most turns of one session that wait at a time, in one gateway
 * @param patience longest time one of them waits
 */
public record QueueConfig(Map<String, OnBusy> doors, int length, Duration patience) {
    public static final QueueConfig DEFAULT = new QueueConfig(Map.of(), 8, Duration.ofSeconds(30));

    public enum OnBusy {
        /** It waits for its time. */
        QUEUE,
        /** It is refused at once. */
        REJECT
    }

    public QueueConfig {
        doors = Map.copyOf(doors);
        requireNonNull(patience);
    }

    /**
     * Whether turns of a door wait.
     *
     * @param ownWay whether they do where nothing else is said
     */
    public boolean waits(String door, boolean ownWay) {
        return doors.getOrDefault(door, ownWay ? OnBusy.QUEUE : OnBusy.REJECT) == OnBusy.QUEUE;
    }
}
