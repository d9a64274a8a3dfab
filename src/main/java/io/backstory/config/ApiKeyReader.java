package io.backstory.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code apiKey}: {@code none}, a reference to a variable, or {@code file:/path}. */
final class ApiKeyReader {
    private static final String FILE = "file:";
    private static final int LONGEST = 16 << 10;
    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7E]{1," + LONGEST + "}");

    private ApiKeyReader() {}

    /** Empty for {@code none}, and when there is a problem. */
    static Optional<Secret> read(Value value) {
        Environment environment = value.scope().environment();
        Optional<String> key = value.read(text -> key(text, environment));
        if (key.isPresent() && !value.written().startsWith(FILE) && Redaction.looksLikeAKey(value.written())) {
            value.warning("this looks like a real key. Put it into the environment and write ${NAME} here.");
        }
        return key.filter(text -> !text.equals("none")).map(Secret::new);
    }

    private static String key(String text, Environment environment) throws Refused {
        boolean inFile = text.startsWith(FILE);
        String key = inFile ? content(text.substring(FILE.length()), environment) : text;
        if (key.isEmpty()) {
            throw new Refused("The key is empty. Write apiKey: none when the provider asks for no key.");
        }
        if (!SENDABLE.matcher(key).matches()) {
            throw new Refused("A key is one line of printable ASCII characters without spaces.");
        }
        return key;
    }

    private static String content(String path, Environment environment) throws Refused {
        try {
            return new String(environment.file(Path.of(path), LONGEST + 1), UTF_8).strip();
        } catch (NoSuchFileException | FileNotFoundException missing) {
            throw new Refused("The file with the key does not exist.");
        } catch (IOException | InvalidPathException unreadable) {
            throw new Refused("The file with the key cannot be read.");
        }
    }
}
