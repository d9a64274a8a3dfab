package io.backstory.dialect.thin;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known name was meant by a misspelt one. */
final class NearestName {
    private static final int MAX_LENGTH = 40;
    private static final int MIN_PART = 5;

    private NearestName() {}

    /** The nearest name, unless even that one is too far away to have been meant. */
    static Optional<String> of(String wrong, Collection<String> known) {
        if (wrong.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return known.stream()
                .filter(name -> distance(plain(wrong), plain(name)) <= tolerance(name))
                .min(Comparator.comparingInt(name -> distance(plain(wrong), plain(name))))
                .or(() -> holding(wrong, known));
    }

    /** Spelling conventions differ more often than words: {@code session_id} means {@code sessionId}. */
    private static String plain(String name) {
        return name.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static int tolerance(String name) {
        return name.length() < MIN_PART ? 1 : 2;
    }

    private static Optional<String> holding(String wrong, Collection<String> known) {
        String part = plain(wrong);
        return part.length() < MIN_PART
                ? Optional.empty()
                : known.stream().filter(name -> plain(name).contains(part)).findFirst();
    }

    /** Levenshtein: characters to insert, delete or replace. */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            above = nextRow(above, i, from.charAt(i - 1), to);
        }
        return above[to.length()];
    }

    private static int[] nextRow(int[] above, int row, char c, String to) {
        int[] current = new int[above.length];
        current[0] = row;
        for (int j = 1; j < current.length; j++) {
            int replaced = above[j - 1] + (c == to.charAt(j - 1) ? 0 : 1);
            current[j] = Math.min(replaced, 1 + Math.min(above[j], current[j - 1]));
        }
        return current;
    }
}
