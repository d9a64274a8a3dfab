package io.backstory.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build runs, as the build itself wrote it down. */
record BuildInfo(String version, String commit, String java) {
    private static final String FILE = "/io/backstory/build.properties";

    static BuildInfo load() {
        Properties build = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(FILE)) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BuildInfo(
                build.getProperty("version", "unknown"),
                build.getProperty("commit", "unknown"),
                Runtime.version().toString());
    }
}
