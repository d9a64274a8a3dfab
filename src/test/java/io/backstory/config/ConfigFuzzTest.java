package io.backstory.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigFuzzTest {
    private static final int ROUNDS = 500;
    private static final List<String> PIECES = List.of(
            "\n",
            " ",
            "\t",
            ":",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "#",
            "\"",
            "'",
            "|",
            ">",
            "&a ",
            "*a",
            "!x ",
            "%",
            "---\n",
            "\"\\U99999999\"",
            "\"\\UFFFFFFFF\"",
            "\"\\ud800\"",
            "\"\\x\"",
            "%YAML 9.9\n---\n",
            "%TAG ! !\n",
            "!!int ",
            "!<%zz> ",
            "|9999999999\n",
            ">1-\n",
            "...\n",
            "? ",
            "<<: ",
            "${",
            "}",
            "$$",
            "null",
            "~",
            "\u0000",
            "\u0007",
            "\uFEFF",
            "\uD83D",
            "😀",
            "é",
            "\u0085",
            "\u2028",
            "-1",
            "99999999999999999999",
            "1e9",
            "0x1",
            "file:",
            "none",
            "../",
            "://",
            "@");

    static List<Path> files() throws IOException {
        return ExamplesTest.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_damaged_file_is_refused_or_used_and_nothing_else_happens(Path file) throws IOException {
        long seed = Long.getLong("backstory.seed", System.nanoTime());
        System.out.println("seed " + seed + " for " + file);
        Random random = new Random(seed);
        String original = Files.readString(file);
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(report(damaged(original, random))).doesNotContain("openai-key", "anthropic-key");
        }
    }

    private static String report(String yaml) {
        try {
            return ConfigReport.of("it", ConfigFiles.load(yaml, ExamplesTest.ENVIRONMENT));
        } catch (ConfigException refused) {
            assertThat(refused.problems()).isNotEmpty();
            return ConfigReport.of(refused);
        }
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int left = 1 + random.nextInt(4); left > 0 && damaged.length() > 0; left--) {
            int from = random.nextInt(damaged.length());
            int to = Math.min(damaged.length(), from + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> damaged.delete(from, to);
                case 1 -> damaged.insert(from, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> damaged.insert(random.nextInt(damaged.length()), damaged.substring(from, to));
                default -> damaged.setCharAt(from, (char) (32 + random.nextInt(95)));
            }
        }
        return damaged.toString();
    }
}
