package io.backstory.config;

/** Reads {@code logging}. */
final class LoggingReader {
    private LoggingReader() {}

    static LoggingConfig read(Section root) {
        Section logging = root.section("logging", "level");
        return new LoggingConfig(
                logging.read("level", LoggingConfig.DEFAULT.level(), Readings.choice(LoggingConfig.Level.class)));
    }
}
