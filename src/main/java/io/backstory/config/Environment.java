package io.backstory.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a configuration may refer to outside itself: environment variables and files. */
public interface Environment {
    /** The process' own variables and file system. */
    Environment SYSTEM = new Environment() {
        @Override
        public @Nullable String variable(String name) {
            return System.getenv(name);
        }

        @Override
        public byte[] file(Path path, int limit) throws IOException {
            try (InputStream in = Files.newInputStream(path)) {
                return in.readNBytes(limit);
            }
        }
    };

    @Nullable
    String variable(String name);

    /** The first {@code limit} bytes of a file, all of it when it is shorter. */
    byte[] file(Path path, int limit) throws IOException;
}
