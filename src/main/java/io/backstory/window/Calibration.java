package io.backstory.window;

import io.backstory.chat.Measure;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the usage reports of a family's models have taught: how many tokens it makes of the yardstick's, how far estimates
 * were off, and how large the heads in use are. Shared by all sessions, thread-safe, made anew with each process. It
 * decides when a cut is needed, never what a prompt's bytes are.
 */
public final class Calibration {
    private static final double RATE = 0.03;
    private static final int LEAST_YARD = 8;
    private static final int LEAST_ESTIMATE = 16;
    private static final int HEADS = 1_000;
    /** What the framing of messages may be off by, where the text itself is counted exactly. */
    private static final double OWN_ENCODING = 1.05;

    private static final int RECALLED = 200;

    private final Family family;
    private final Map<TextKind, Double> ratio = new EnumMap<>(TextKind.class);
    private final Map<TextKind, Double> perByte = new EnumMap<>(TextKind.class);
    private final Margin counted;
    private final Margin uncounted;
    private final Map<Long, Head> heads = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Head> eldest) {
            return size() > HEADS;
        }
    };
    private double anyRatio;

    /** The smallest prompt seen with a head, and the part of it that is no head. */
    private record Head(int prompt, double rest) {}

    public Calibration(Family family) {
        this(family, Margin.RECOVERABLE);
    }

    /** @param missRate share of turns whose prompt may turn out larger than its bound, such as 0.01 */
    public Calibration(Family family, double missRate) {
        this.family = family;
        this.counted = new Margin(missRate / 2);
        this.uncounted = new Margin(missRate / 2);
        anyRatio = family.prior();
        for (TextKind kind : TextKind.values()) {
            ratio.put(kind, family.prior());
            perByte.put(kind, kind.perByte * family.prior());
        }
    }

    public Family family() {
        return family;
    }

    /** Tokens the new messages are expected to have: from the yardstick where it counted, else from their bytes. */
    synchronized double estimate(InputSize input) {
        KindSums yard = input.yard();
        double tokens = framing(input.measure());
        for (TextKind kind : TextKind.values()) {
            tokens += yard == null ? of(perByte, kind) * input.bytes().get(kind) : of(ratio, kind) * yard.get(kind);
        }
        return tokens;
    }

    /** The most the new messages can have, by what estimates missed so far and by their bytes. */
    int atMost(InputSize input) {
        return scaled(input, input.yard() == null ? uncounted.factor() : factor());
    }

    /** The same, where too few estimates were checked to know how far they may be off. */
    int supposedly(InputSize input) {
        return scaled(input, Math.min(factor(), Extent.TRUSTING_MARGIN));
    }

    private int scaled(InputSize input, double factor) {
        int bytes = Texts.byteBound(input.measure(), family);
        double most = factor * Math.max(estimate(input), LEAST_ESTIMATE);
        return most < bytes ? (int) Math.ceil(most) : bytes;
    }

    /** Tokens of a stored part of a turn, whose tokens are known for the family called {@code known}, or for none. */
    synchronized int tokensOf(int tokens, String known, Measure measure) {
        if (known.equals(family.name())) {
            return tokens;
        }
        if (measure.isCounted()) {
            return Texts.clamp(framing(measure) + anyRatio * measure.yard());
        }
        if (tokens > 0) {
            return Texts.clamp(tokens * anyRatio / Family.priorOf(known));
        }
        double bytes = measure.bytes() * of(perByte, TextKind.DENSE);
        return Texts.clamp(framing(measure) + bytes);
    }

    private double framing(Measure measure) {
        return (double) family.framing().message() * measure.messages()
                + measure.other()
                + family.pictures().tokens(measure.pictures());
    }

    /** Learns what new messages really cost, and whether that was within the bound. */
    synchronized void observe(InputSize input, double tokens) {
        if (input.yard() != null) {
            counted.judge(tokens > atMost(input));
            counted.add(tokens / Math.max(estimate(input), LEAST_ESTIMATE));
        }
        InputSize measured = input.uncounted();
        uncounted.judge(tokens > atMost(measured));
        uncounted.add(tokens / Math.max(estimate(measured), LEAST_ESTIMATE));
        double text = tokens - framing(input.measure());
        TextKind only = onlyKind(input.bytes());
        if (only == null || text <= 0) {
            return;
        }
        KindSums yard = input.yard();
        if (yard != null && yard.total() >= LEAST_YARD && !family.exact()) {
            ratio.merge(only, text / yard.total(), Calibration::moved);
            anyRatio = moved(anyRatio, text / yard.total());
        }
        if (input.bytes().total() >= 4 * LEAST_YARD) {
            perByte.merge(only, text / input.bytes().total(), Calibration::moved);
        }
    }

    /** Learns from a stored turn, while there is not much of its own to learn from. */
    synchronized void recall(Measure input, int tokens) {
        double text = tokens - framing(input);
        if (counted.size() >= RECALLED || input.yard() < LEAST_YARD || text <= 0) {
            return;
        }
        counted.add(tokens / Math.max(framing(input) + anyRatio * input.yard(), LEAST_ESTIMATE));
        if (!family.exact()) {
            anyRatio = moved(anyRatio, text / input.yard());
            ratio.replaceAll((kind, known) -> anyRatio);
        }
    }

    private static double moved(double known, double seen) {
        return known + RATE * (seen - known);
    }

    private static double of(Map<TextKind, Double> rates, TextKind kind) {
        return rates.getOrDefault(kind, 0.0);
    }

    private static @Nullable TextKind onlyKind(KindSums bytes) {
        for (TextKind kind : TextKind.values()) {
            if (bytes.get(kind) > 0) {
                return bytes.get(kind) == bytes.total() ? kind : null;
            }
        }
        return null;
    }

    /** Be as careful as where nobody tells of a prompt that is too long. */
    void distrust() {
        counted.aimAt(Margin.SILENT / 2);
        uncounted.aimAt(Margin.SILENT / 2);
    }

    /** A prompt of {@code prompt} tokens had this head and {@code rest} tokens besides; smaller rests tell more. */
    synchronized void sawHead(long hash, int prompt, double rest) {
        Head known = heads.get(hash);
        if (known == null || rest < known.rest) {
            heads.put(hash, new Head(prompt, rest));
        }
    }

    /** The most a head can have, once a prompt with it was counted. */
    synchronized OptionalInt headAtMost(long hash) {
        Head known = heads.get(hash);
        return known == null ? OptionalInt.empty() : OptionalInt.of(known.prompt);
    }

    /** The head's own tokens, once a prompt with it was counted. */
    synchronized OptionalInt head(long hash) {
        Head known = heads.get(hash);
        return known == null
                ? OptionalInt.empty()
                : OptionalInt.of(Texts.clamp(Math.max(0, known.prompt - known.rest)));
    }

    /** The factor that turns an estimate into a bound; infinite while too little is known. */
    public double factor() {
        double learned = counted.factor();
        return family.exact() && Double.isInfinite(learned) ? OWN_ENCODING : learned;
    }

    /** Whether so few estimates were checked that every count helps. */
    public boolean isYoung() {
        return Double.isInfinite(counted.factor());
    }

    /** The miss rate aimed at now: lower after misses. */
    public double alpha() {
        return counted.alpha();
    }

    /** Estimates compared with the truth so far, 2,000 at most. */
    public int samples() {
        return counted.size();
    }

    /** Tokens for each token of the yardstick, over all kinds of text. */
    public synchronized double ratio() {
        return anyRatio;
    }
}
