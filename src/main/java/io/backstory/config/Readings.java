package io.backstory.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of value a setting may take. */
final class Readings {
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9][0-9]{0,17})");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,9})?");
    private static final Pattern DURATION = Pattern.compile("(?<number>[0-9]{1,9})(?<unit>ms|s|m|h|d)");
    private static final Pattern BYTES = Pattern.compile("(?<number>[0-9]{1,12})(?<unit>|KiB|MiB|GiB)");
    private static final Map<String, Duration> TIMES = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Integer> SHIFTS = Map.of("", 0, "KiB", 10, "MiB", 20, "GiB", 30);

    private Readings() {}

    static Value.Reading<Boolean> flag() {
        return text -> {
            if (text.equals("true") || text.equals("false")) {
                return text.equals("true");
            }
            throw new Refused("Only true and false are taken here.");
        };
    }

    static Value.Reading<Integer> whole(int least, int most) {
        return text -> {
            if (WHOLE.matcher(text).matches()) {
                long number = Long.parseLong(text);
                if (number >= least && number <= most) {
                    return (int) number;
                }
            }
            throw new Refused(String.format(Locale.ROOT, "A whole number from %,d to %,d is expected.", least, most));
        };
    }

    /** A share; empty for {@code auto}. */
    static Value.Reading<Optional<Double>> share(double least, double most) {
        return text -> {
            if (text.equals("auto")) {
                return Optional.empty();
            }
            if (DECIMAL.matcher(text).matches()) {
                double number = Double.parseDouble(text);
                if (number >= least && number <= most) {
                    return Optional.of(number);
                }
            }
            throw new Refused("auto, or a number from " + least + " to " + most + ", is expected.");
        };
    }

    static Value.Reading<Duration> duration(Duration least, Duration most) {
        return text -> {
            Matcher parts = DURATION.matcher(text);
            if (!parts.matches()) {
                throw new Refused("A duration is a number with a unit: 250ms, 30s, 5m, 12h or 30d.");
            }
            Duration unit = TIMES.getOrDefault(parts.group("unit"), Duration.ZERO);
            Duration value = unit.multipliedBy(Long.parseLong(parts.group("number")));
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new Refused("A duration from " + shown(least) + " to " + shown(most) + " is expected.");
            }
            return value;
        };
    }

    static Value.Reading<Long> bytes(long least, long most) {
        return text -> {
            Matcher parts = BYTES.matcher(text);
            if (!parts.matches()) {
                throw new Refused("A size is a number of bytes, or one with a unit: 64KiB, 4MiB or 1GiB.");
            }
            long value = Long.parseLong(parts.group("number")) << SHIFTS.getOrDefault(parts.group("unit"), 0);
            if (value < least || value > most) {
                throw new Refused(String.format(Locale.ROOT, "A size from %,d to %,d bytes is expected.", least, most));
            }
            return value;
        };
    }

    /** One of the constants, written in lower case. */
    static <E extends Enum<E>> Value.Reading<E> choice(Class<E> type) {
        return text -> {
            for (E each : type.getEnumConstants()) {
                if (word(each).equals(text)) {
                    return each;
                }
            }
            throw new Refused(notOneOf(
                    text,
                    Arrays.stream(type.getEnumConstants()).map(Readings::word).toList()));
        };
    }

    static Value.Reading<String> oneOf(List<String> words) {
        return text -> {
            if (words.contains(text)) {
                return text;
            }
            throw new Refused(notOneOf(text, words));
        };
    }

    private static String notOneOf(String text, List<String> words) {
        return words.stream().collect(Collectors.joining(", ", "One of these is expected: ", "."))
                + Suggestion.didYouMean(text, words);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String shown(Duration duration) {
        for (String unit : List.of("d", "h", "m", "s")) {
            Duration one = TIMES.getOrDefault(unit, Duration.ofDays(1));
            if (duration.compareTo(one) >= 0 && duration.toMillis() % one.toMillis() == 0) {
                return duration.toMillis() / one.toMillis() + unit;
            }
        }
        return duration.toMillis() + "ms";
    }
}
