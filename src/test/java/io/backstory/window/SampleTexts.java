package io.backstory.window;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Texts of many kinds and sizes, and a provider's tokenizer that only a test knows: each kind has a ratio of its own to
 * the bytes, and each text deviates from it.
 */
final class SampleTexts {
    private static final List<String> WORDS = List.of(
            "the window keeps what was said before ",
            "if (a[i] != b.get(i)) { return -1; } // no ",
            "{\"id\":184,\"ok\":true,\"at\":\"2026-01-02\"},",
            "El niño comió piñas mañana por la tarde. ",
            "会話の始まりは変わらないままです。",
            "👩‍👩‍👧 😀 🎉 ",
            "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo9");
    private static final double[] RATIO = {0.22, 0.31, 0.36, 0.3, 0.28, 0.45, 0.6};

    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> truth = new HashMap<>();
    private final Random random;

    /**
     * Makes {@code number} texts.
     *
     * @param spread standard deviation of the logarithm of a text's deviation
     */
    SampleTexts(Random random, int number, double spread) {
        this.random = random;
        for (int i = 0; i < number; i++) {
            int kind = random.nextInt(WORDS.size());
            int length = (int) Math.min(20_000, 40 * Math.exp(1.6 * random.nextGaussian()) + 1);
            String word = WORDS.get(kind);
            String text = word.repeat(length / word.length() + 1) + i;
            double tokens = Utf8.length(text) * RATIO[kind] * Math.exp(spread * random.nextGaussian());
            texts.add(text);
            truth.put(text, (int) Math.max(1, Math.min(tokens, Utf8.length(text))));
        }
    }

    /** From now on all texts have this many times the tokens. */
    void drift(double factor) {
        truth.replaceAll((text, tokens) -> (int) Math.min(Math.ceil(tokens * factor), Utf8.length(text)));
    }

    String any() {
        return texts.get(random.nextInt(texts.size()));
    }

    /** Tokens the provider counts. A text that is not from here, such as a placeholder, has one for every four bytes. */
    int tokens(String text) {
        Integer known = truth.get(text);
        return known != null ? known : (text.length() + 3) / 4;
    }
}
