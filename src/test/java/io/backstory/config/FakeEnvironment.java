package io.backstory.config;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables and files that exist in a test only. */
final class FakeEnvironment implements Environment {
    private final Map<String, String> variables = new HashMap<>();
    private final Map<Path, byte[]> files = new HashMap<>();

    FakeEnvironment with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    FakeEnvironment withFile(String path, byte[] content) {
        files.put(Path.of(path), content);
        return this;
    }

    @Override
    public @Nullable String variable(String name) {
        return variables.get(name);
    }

    @Override
    public byte[] file(Path path, int limit) throws IOException {
        byte[] content = files.get(path);
        if (content == null) {
            throw new NoSuchFileException(path.toString());
        }
        return Arrays.copyOf(content, Math.min(limit, content.length));
    }
}
