package io.backstory.window;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Models that share a tokenizer, and what is known of it beforehand. Everything here only decides where a count starts;
 * what providers report takes its place.
 *
 * @param name one of a fixed list, fit for a metric label
 * @param encoding JTokkit's encoding that counts its texts: its own one, or the yardstick
 * @param exact whether {@code encoding} is the family's own
 * @param prior its tokens for each token of {@code encoding}
 * @param framing tokens around messages and tools
 * @param cache what its providers charge for a repeated prompt
 */
public record Family(
        String name,
        String encoding,
        boolean exact,
        double prior,
        Framing framing,
        PictureRule pictures,
        CacheRule cache) {
    private static final String YARDSTICK = TokenCounter.DEFAULT_ENCODING;

    private static final CacheRule AUTOMATIC = new CacheRule(1, 0.1, null);
    private static final Family OTHER =
            new Family("other", YARDSTICK, false, 1.1, new Framing(4, 3, 60, 57), PictureRule.PATCHES, AUTOMATIC);

    private static final List<Known> KNOWN = List.of(
            known("gpt-(4o|4\\.1|4\\.5)|chatgpt-4o|(^|/)o[134]([-.]|$)", own("gpt-4o", 3, PictureRule.TILES)),
            known("gpt-5|gpt-oss", own("gpt-5", 4, PictureRule.PATCHES)),
            known("gpt-(4|3\\.5)", encoded("cl100k_base")),
            known(
                    "opus-4[-.][7-9]|claude-[a-z]+-[5-9]",
                    calibrated("claude-5", 1.4, new Framing(2, 3, 549, 53), PictureRule.SMALL_PATCHES, 1.25)),
            known("claude", calibrated("claude-4", 1.09, new Framing(2, 3, 549, 53), PictureRule.SMALL_PATCHES, 1.25)),
            known("gemini", calibrated("gemini", 1.08, new Framing(0, 3, 0, 3), PictureRule.FLAT, 1)),
            known(
                    "mi(ni)?stral|codestral|magistral|pixtral|mixtral",
                    calibrated("mistral-spm", 1.27, new Framing(1, 3, 60, 57), PictureRule.PATCHES, 1)),
            known("llama", calibrated("llama", 1, new Framing(4, 3, 60, 57), PictureRule.PATCHES, 1)),
            known("qwen", calibrated("qwen", 1, new Framing(4, 3, 245, 56), PictureRule.PATCHES, 1)),
            known("deepseek", calibrated("deepseek", 1, new Framing(3, 3, 143, 71), PictureRule.PATCHES, 1)),
            known("nova", calibrated("nova", 1.1, new Framing(2, 3, 394, 41), PictureRule.SMALL_PATCHES, 1)));

    public Family {
        requireNonNull(name);
        requireNonNull(encoding);
        requireNonNull(framing);
        requireNonNull(pictures);
        requireNonNull(cache);
    }

    /**
     * Tokens that messages and tools cost besides their text.
     *
     * @param message each message
     * @param reply what starts the reply
     * @param tools when there is any tool
     * @param tool each tool
     */
    public record Framing(int message, int reply, int tools, int tool) {}

    /**
     * Prices of input relative to uncached input, and how long a cached prefix lives.
     *
     * @param lifetime after the start of the request that read or wrote it; null where that is not known
     */
    public record CacheRule(double write, double read, @Nullable Duration lifetime) {}

    private record Known(Pattern models, Family family) {}

    /**
     * The family of a model.
     *
     * @param family a name of {@link #names}, or null to go by the model's name
     * @param encoding JTokkit's name; anything but the yardstick says that this is the model's own encoding
     */
    public static Family of(@Nullable String family, String model, String encoding) {
        if (family != null) {
            return named(family).orElseThrow(() -> new IllegalArgumentException("no family is called " + family));
        }
        if (!encoding.equals(YARDSTICK)) {
            return encoded(encoding);
        }
        String name = model.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(known -> known.models.matcher(name).find())
                .map(Known::family)
                .findFirst()
                .orElse(OTHER);
    }

    /** The families a configuration may name. */
    public static List<String> names() {
        return Stream.concat(KNOWN.stream().map(Known::family), Stream.of(OTHER))
                .map(Family::name)
                .distinct()
                .toList();
    }

    /** What a family starts from, by its name; 1 for one that is not known. */
    static double priorOf(String name) {
        return named(name).map(Family::prior).orElse(1.0);
    }

    private static Optional<Family> named(String name) {
        return name.equals(OTHER.name)
                ? Optional.of(OTHER)
                : KNOWN.stream()
                        .map(Known::family)
                        .filter(family -> family.name.equals(name))
                        .findFirst();
    }

    private static Known known(String models, Family family) {
        return new Known(Pattern.compile(models), family);
    }

    private static Family own(String name, int message, PictureRule pictures) {
        return new Family(name, YARDSTICK, true, 1, new Framing(message, 3, 24, 6), pictures, AUTOMATIC);
    }

    private static Family encoded(String encoding) {
        return new Family(encoding, encoding, true, 1, new Framing(3, 3, 16, 6), PictureRule.TILES, AUTOMATIC);
    }

    private static Family calibrated(
            String name, double prior, Framing framing, PictureRule pictures, double cacheWrite) {
        CacheRule cache = cacheWrite > 1
                ? new CacheRule(cacheWrite, 0.1, Duration.ofMinutes(5))
                : new CacheRule(1, name.equals("deepseek") ? 0.03 : 0.1, null);
        return new Family(name, YARDSTICK, false, prior, framing, pictures, cache);
    }
}
