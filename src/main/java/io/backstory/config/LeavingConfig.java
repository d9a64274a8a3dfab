package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What becomes of a turn whose client leaves before its end.
 *
 * @param finishAtMost how much longer a turn is finished for nobody
 */
public record LeavingConfig(OnDisconnect onDisconnect, Duration finishAtMost) {
    public static final LeavingConfig DEFAULT = new LeavingConfig(OnDisconnect.FINISH, Duration.ofMinutes(1));

    public enum OnDisconnect {
        /** The reply is read to its end and stored: it can be fetched later, and the next turn finds no hole. */
        FINISH,
        /** The provider is stopped at once; what the client was shown is stored as incomplete. */
        CANCEL,
        /** The provider is stopped at once and nothing is stored. */
        DISCARD
    }

    public LeavingConfig {
        requireNonNull(onDisconnect);
        requireNonNull(finishAtMost);
    }
}
