package io.backstory.dialect;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A provider's hint when to come back: {@code retry-after-ms}, else {@code retry-after} in seconds or as HTTP date. */
public final class RetryAfter {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");

    private RetryAfter() {}

    /**
     * The wait, or null when there is no hint that can be read.
     *
     * @param headers lower-case names; {@code date}, where there is one, is the moment a date is read against
     */
    public static @Nullable Duration read(Map<String, String> headers) {
        String millis = headers.getOrDefault("retry-after-ms", "").trim();
        if (NUMBER.matcher(millis).matches()) {
            return Duration.ofMillis((long) Double.parseDouble(millis));
        }
        String after = headers.getOrDefault("retry-after", "").trim();
        if (NUMBER.matcher(after).matches()) {
            return Duration.ofMillis((long) (Double.parseDouble(after) * 1000));
        }
        Instant at = date(after);
        Instant sent = date(headers.getOrDefault("date", "").trim());
        return at == null ? null : untilThen(sent == null ? Instant.now() : sent, at);
    }

    private static Duration untilThen(Instant now, Instant then) {
        return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    }

    private static @Nullable Instant date(String text) {
        try {
            return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }
}
