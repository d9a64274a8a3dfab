package io.backstory.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects what is found in one file, with an excerpt of the line and without its secrets. */
final class Problems {
    private static final int LONGEST_EXCERPT = 240;
    private static final int LONGEST_TEXT = 1000;

    private final String file;
    private final String[] lines;
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    Problems(String file, String text) {
        this.file = file;
        this.lines = text.split("\r\n|[\r\n\u0085\u2028\u2029]", -1);
    }

    void error(Place place, String... explanation) {
        errors.add(problem(place, explanation));
    }

    void warning(Place place, String... explanation) {
        warnings.add(problem(place, explanation));
    }

    /** Throws when there is an error. */
    void refuse() {
        if (!errors.isEmpty()) {
            throw new ConfigException(file, sorted(errors), warnings());
        }
    }

    List<Problem> warnings() {
        return sorted(warnings);
    }

    private Problem problem(Place place, String... explanation) {
        String source = excerpt(place.line());
        int column = Math.min(place.column(), source.codePointCount(0, source.length()) + 1);
        int room = source.codePointCount(0, source.length()) - column + 1;
        int width = Math.max(1, Math.min(place.width(), room));
        List<String> text = Arrays.stream(explanation)
                .map(Redaction::words)
                .map(Problems::printable)
                .toList();
        return new Problem(place.line(), column, width, words(place.path()), source, text);
    }

    private String excerpt(int line) {
        String source =
                line < 1 || line > lines.length ? "" : printable(Redaction.line(cut(lines[line - 1].stripTrailing())));
        return source.codePointCount(0, source.length()) <= LONGEST_EXCERPT
                ? source
                : source.substring(0, source.offsetByCodePoints(0, LONGEST_EXCERPT));
    }

    private static String words(String text) {
        return printable(Redaction.words(cut(text)));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, text.offsetByCodePoints(LONGEST_TEXT, 0));
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private static List<Problem> sorted(List<Problem> found) {
        return found.stream().sorted(Problem.BY_POSITION).toList();
    }
}
