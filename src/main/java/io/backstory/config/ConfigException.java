package io.backstory.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** The configuration cannot be used. It holds everything that was found, sorted by line. */
public final class ConfigException extends RuntimeException {
    private final String file;
    private final List<Problem> problems;
    private final List<Problem> warnings;

    public ConfigException(String file, List<Problem> problems, List<Problem> warnings) {
        super(ConfigReport.headline(file, problems.size()));
        this.file = requireNonNull(file);
        this.problems = List.copyOf(problems);
        this.warnings = List.copyOf(warnings);
    }

    /** The name of the file as it was given. */
    public String file() {
        return file;
    }

    public List<Problem> problems() {
        return problems;
    }

    public List<Problem> warnings() {
        return warnings;
    }
}
