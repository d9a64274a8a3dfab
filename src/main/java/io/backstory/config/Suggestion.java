package io.backstory.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word a mistyped one most likely stands for. */
final class Suggestion {
    private static final int LONGEST = 64;
    private static final int SHORTEST_BEGINNING = 3;

    private Suggestion() {}

    /** {@code  Did you mean "x"?} with the space before it, or nothing. */
    static String didYouMean(String typed, Collection<String> known) {
        return nearest(typed, known)
                .map(word -> " Did you mean \"" + word + "\"?")
                .orElse("");
    }

    static Optional<String> nearest(String typed, Collection<String> known) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = plain(typed);
        return known.stream()
                .filter(word -> distance(plain, plain(word)) <= Math.min(3, Math.max(1, word.length() / 3)))
                .min(Comparator.comparingInt(word -> distance(plain, plain(word))))
                .or(() -> onlyOneBeginningWith(plain, known));
    }

    /** As {@code openai} can only mean {@code openai-chat}. */
    private static Optional<String> onlyOneBeginningWith(String plain, Collection<String> known) {
        List<String> words =
                known.stream().filter(word -> plain(word).startsWith(plain)).toList();
        return plain.length() >= SHORTEST_BEGINNING && words.size() == 1 ? Optional.of(words.get(0)) : Optional.empty();
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** Insertions, deletions, replacements and swaps of neighbours between two words. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
