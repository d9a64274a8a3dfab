package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;

/**
 * Something in the configuration that is wrong, or looks so. It holds no secret and no value of the environment.
 *
 * @param line from 1; 0 when the whole file is meant
 * @param column from 1, in code points
 * @param width how many code points the value takes
 * @param path the setting, such as {@code routes.default.targets[1]}
 * @param source the line of the file, secrets hidden
 * @param explanation what is wrong and what to do, a sentence or two a line
 */
public record Problem(int line, int column, int width, String path, String source, List<String> explanation) {
    static final Comparator<Problem> BY_POSITION =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    public Problem {
        requireNonNull(path);
        requireNonNull(source);
        explanation = List.copyOf(explanation);
    }
}
