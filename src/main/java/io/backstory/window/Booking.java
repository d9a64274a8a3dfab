package io.backstory.window;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.Measure;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnSizes;
import io.backstory.chat.Usage;
import java.util.Optional;

/**
 * What an answered turn cost and what that teaches: the difference of two counts of the provider is the exact size of
 * what came in between, and shows how far the estimate of the new messages was off.
 *
 * @param counts to store with the turn
 * @param silentlyCut whether the provider seems to have left out part of the prompt without a word
 * @param missed whether a prompt whose new messages were counted was larger than its bound
 */
public record Booking(TokenCounts counts, boolean silentlyCut, boolean missed) {
    /** A count this much below the expected one is not of this prompt. */
    private static final int UNBELIEVABLE = 3;

    /** Below this many tokens a share means nothing. */
    private static final int SLACK = 8;

    private static final int BYTES_A_TOKEN = 4;
    /** What no text can be squeezed into fewer of, so that more tokens were not text but reasoning. */
    private static final int LEAST_BYTES_A_TOKEN = 2;

    public Booking {
        requireNonNull(counts);
    }

    /**
     * What came back.
     *
     * @param output measured
     * @param calibration of the family that answered, which after a fallback is not the one that was planned for
     */
    public record Reply(Usage usage, Measure output, Calibration calibration) {
        public Reply {
            requireNonNull(usage);
            requireNonNull(output);
            requireNonNull(calibration);
        }
    }

    /** Books a turn: its calibration learns from it. */
    static Booking of(WindowRequest request, Plan plan, Reply reply) {
        return new Draft(request, plan, reply).book();
    }

    /** Books messages no model answered, such as a history the client brought along. */
    static TokenCounts unanswered(InputSize input, Calibration calibration) {
        int tokens = Texts.clamp(calibration.estimate(input));
        TurnSizes sizes = new TurnSizes(
                calibration.family().name(),
                TurnSizes.UNRELIABLE,
                tokens,
                false,
                input.measure(),
                Measure.NONE,
                input.tools(),
                input.media());
        return new TokenCounts(tokens, 0, sizes);
    }

    /** One booking while it is made. */
    private static final class Draft {
        private final WindowRequest request;
        private final Plan plan;
        private final Reply reply;
        private final Calibration calibration;
        private final long prompt;
        private final int outputBefore;
        private final int expectedStep;
        private final Optional<Turn> anchor;
        private final boolean believable;

        Draft(WindowRequest request, Plan plan, Reply reply) {
            this.request = request;
            this.plan = plan;
            this.reply = reply;
            calibration = reply.calibration();
            prompt = reply.usage().inputTotal();
            outputBefore = Ledger.of(request.log(), calibration).last().output();
            expectedStep = Texts.clamp(outputBefore + calibration.estimate(request.input()));
            anchor = anchor();
            believable = !reply.usage().estimated()
                    && isAbout(prompt, plan.report().tokens())
                    && anchor.map(turn -> isAbout(stepFrom(turn), leastStep(turn)))
                            .orElse(true);
        }

        private Optional<Turn> anchor() {
            boolean comparable =
                    calibration.family().equals(request.calibration().family())
                            && plan.cut().equals(request.inForce())
                            && !reply.usage().estimated();
            return comparable ? new Extent(request).anchor() : Optional.empty();
        }

        private static boolean isAbout(long counted, long expected) {
            return (counted + SLACK) * UNBELIEVABLE >= expected;
        }

        /** What text of as many bytes comes to. */
        private int leastStep(Turn before) {
            int bytes = before.tokens().sizes().output().bytes()
                    + request.input().measure().bytes();
            return bytes / BYTES_A_TOKEN;
        }

        private int stepFrom(Turn turn) {
            return Texts.clamp(prompt - turn.usage().inputTotal());
        }

        Booking book() {
            boolean exact = believable && anchor.isPresent();
            int step = exact ? anchor.map(this::stepFrom).orElse(0) : expectedStep;
            int input = Math.max(0, step - outputBefore);
            boolean estimated = plan.path() == Plan.Path.ESTIMATE || plan.path() == Plan.Path.BYTE_ESTIMATE;
            boolean missed = exact && estimated && prompt > plan.most();
            if (exact) {
                calibration.observe(request.input(), input);
            }
            if (believable && plan.shown().stored().isEmpty()) {
                calibration.sawHead(request.head().hash(), Texts.clamp(prompt), calibration.estimate(request.input()));
            }
            return new Booking(new TokenCounts(input, output(), sizes(step, exact)), isSilentlyCut(), missed);
        }

        private boolean isSilentlyCut() {
            boolean less =
                    anchor.map(turn -> prompt < 0.9 * turn.usage().inputTotal()).orElse(false);
            if (less) {
                calibration.distrust();
            }
            return less;
        }

        /** Not all providers tell reasoning apart; it is the part that the text cannot account for. */
        private int output() {
            Measure said = reply.output();
            if (reply.usage().estimated()) {
                return calibration.tokensOf(0, "", said);
            }
            int text = said.bytes() / LEAST_BYTES_A_TOKEN + said.other() + Texts.MOST_FRAMING * LEAST_BYTES_A_TOKEN;
            return Math.min(
                    text,
                    Texts.clamp(reply.usage().outputTotal() - reply.usage().reasoning()));
        }

        private TurnSizes sizes(int step, boolean exact) {
            return new TurnSizes(
                    calibration.family().name(),
                    believable ? request.head().hash() : TurnSizes.UNRELIABLE,
                    step,
                    exact,
                    request.input().measure(),
                    reply.output(),
                    request.input().tools(),
                    request.input().media());
        }
    }
}
