package io.backstory.redis;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Redis did not do what it was asked. Its text is for operators. */
public final class RedisFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Errors given before a script's first line: nothing was applied. */
    private static final Set<String> REFUSALS = Set.of(
            "READONLY",
            "LOADING",
            "NOREPLICAS",
            "MASTERDOWN",
            "OOM",
            "MISCONF",
            "BUSY",
            "NOSCRIPT",
            "NOPERM",
            "NOAUTH",
            "WRONGPASS");

    private final boolean refused;

    private RedisFailure(String message, boolean refused, @Nullable Throwable cause) {
        super(message, cause);
        this.refused = refused;
    }

    static RedisFailure refused(String message, @Nullable Throwable cause) {
        return new RedisFailure(message, true, cause);
    }

    static RedisFailure unknown(String message, @Nullable Throwable cause) {
        return new RedisFailure(message, false, cause);
    }

    /** By the first word of an error; what is no error of the server leaves the outcome unknown. */
    static RedisFailure from(Throwable cause) {
        if (cause instanceof RedisFailure known) {
            return known;
        }
        String code = code(cause);
        return REFUSALS.contains(code)
                ? refused("Redis refuses to work: " + code, cause)
                : unknown("Redis gave no answer: " + cause.getMessage(), cause);
    }

    static boolean isUnknownScript(Throwable cause) {
        return code(cause).equals("NOSCRIPT");
    }

    private static String code(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        int end = message.indexOf(' ');
        return end < 0 ? message : message.substring(0, end);
    }

    /** Whether nothing was applied; else it cannot be told. */
    public boolean isRefused() {
        return refused;
    }
}
