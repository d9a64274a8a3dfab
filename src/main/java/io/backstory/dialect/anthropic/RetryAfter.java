package io.backstory.dialect.anthropic;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the provider wants to be asked again: {@code retry-after-ms}, else {@code retry-after} in seconds or as a date, which
 * is read against the reply's own {@code date}.
 */
final class RetryAfter {
    private RetryAfter() {}

    static @Nullable Duration read(Map<String, String> headers) {
        Duration exact = seconds(headers.get("retry-after-ms"), 0.001);
        if (exact != null) {
            return exact;
        }
        Duration seconds = seconds(headers.get("retry-after"), 1);
        return seconds != null ? seconds : between(headers.get("date"), headers.get("retry-after"));
    }

    private static @Nullable Duration seconds(@Nullable String number, double unit) {
        if (number == null) {
            return null;
        }
        try {
            double seconds = Double.parseDouble(number.strip()) * unit;
            return seconds >= 0 && seconds < 1e6 ? Duration.ofMillis(Math.round(seconds * 1000)) : null;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable Duration between(@Nullable String now, @Nullable String then) {
        if (now == null || then == null) {
            return null;
        }
        try {
            Duration wait = Duration.between(date(now), date(then));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException notADate) {
            return null;
        }
    }

    private static ZonedDateTime date(String text) {
        return ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
    }
}
