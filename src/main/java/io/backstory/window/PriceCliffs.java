package io.backstory.window;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Prompt sizes from which on providers charge more for the whole request. */
public final class PriceCliffs {
    private static final Map<Pattern, Integer> FIRST_DEARER = Map.of(
            Pattern.compile("gpt-(5\\.[4-9]|[6-9])"), 272_001,
            Pattern.compile("gemini.*pro|grok-[4-9]"), 200_001,
            Pattern.compile("haiku-5[-.]5"), 100_001);

    private PriceCliffs() {}

    /** First prompt size above the cliff of a model; empty where the price is flat or not known. */
    public static OptionalInt of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return FIRST_DEARER.entrySet().stream()
                .filter(known -> known.getKey().matcher(name).find())
                .mapToInt(Map.Entry::getValue)
                .min();
    }
}
