package io.backstory.config;

import java.util.List;

/** Problems as text for a terminal: position, setting, the line with the value marked, what to do. */
public final class ConfigReport {
    private ConfigReport() {}

    /** The whole report of a configuration that was refused. */
    public static String of(ConfigException refused) {
        StringBuilder text = new StringBuilder(refused.getMessage()).append("\n\n");
        int places = placesWidth(refused.problems());
        for (Problem problem : refused.problems()) {
            problem(text, problem, places);
        }
        warnings(text, refused.warnings());
        return text.append("Nothing was started. Fix this and try again.\n").toString();
    }

    /** The report of a configuration that can be used. */
    public static String of(String file, LoadedConfig loaded) {
        StringBuilder text = new StringBuilder(headline(file, 0)).append('\n');
        if (!loaded.warnings().isEmpty()) {
            text.append('\n');
            warnings(text, loaded.warnings());
            text.setLength(text.length() - 1);
        }
        return text.toString();
    }

    /** One warning on one line, as it also suits a log. */
    public static String line(Problem problem) {
        String place = problem.line() == 0 ? "" : "line " + problem.line() + "  ";
        String path = problem.path().isEmpty() ? "" : problem.path() + ": ";
        return place + path + String.join(" ", problem.explanation());
    }

    static String headline(String file, int problems) {
        return problems == 0 ? file + " has no problems" : file + " has " + count(problems, "problem");
    }

    private static void problem(StringBuilder text, Problem problem, int places) {
        if (problem.line() > 0) {
            text.append("  ").append(place(problem));
            text.append(" ".repeat(places - place(problem).length() + 2));
            text.append(problem.path()).append('\n');
            excerpt(text, problem);
        }
        problem.explanation().forEach(line -> text.append("     ").append(line).append('\n'));
        text.append('\n');
    }

    private static void excerpt(StringBuilder text, Problem problem) {
        String margin = String.format("%7d | ", problem.line());
        text.append(margin).append(problem.source()).append('\n');
        text.append(" ".repeat(margin.length() + problem.column() - 1));
        text.append("^".repeat(Math.max(1, problem.width()))).append('\n');
    }

    private static void warnings(StringBuilder text, List<Problem> warnings) {
        if (warnings.isEmpty()) {
            return;
        }
        text.append(count(warnings.size(), "warning")).append('\n');
        warnings.forEach(each -> text.append("  ").append(line(each)).append('\n'));
        text.append('\n');
    }

    private static int placesWidth(List<Problem> problems) {
        return problems.stream().mapToInt(each -> place(each).length()).max().orElse(0);
    }

    private static String place(Problem problem) {
        return "line " + problem.line() + ", column " + problem.column();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
