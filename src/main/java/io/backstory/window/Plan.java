package io.backstory.window;

import static java.util.Objects.requireNonNull;

import io.backstory.chat.ContextReport;
import io.backstory.chat.Cut;
import io.backstory.chat.Turn;
import java.util.List;

/**
 * What one request sends of a conversation. It holds for every attempt of the request.
 *
 * @param shown the turns that are sent
 * @param cut the truncation point to store with the new turn
 * @param report what the client is told, with planned sizes
 * @param path how it was found out that the prompt fits
 * @param reason why a cut was made; {@link Reason#NONE} for a plan without one
 * @param most the prompt has no more tokens than this
 */
public record Plan(Shown shown, Cut cut, ContextReport report, Path path, Reason reason, int most) {
    /** How a plan came about. */
    public enum Path {
        /** No tokenizer could make too many tokens of it. */
        BYTE_BOUND,
        /** Messages of as many bytes have never had too many tokens, but for the accepted share of misses. */
        BYTE_ESTIMATE,
        /** The new messages were counted by a tokenizer. */
        ESTIMATE,
        /** It did not fit, and was cut. */
        CUT;

        /** Whether no tokenizer had to run. */
        public boolean isUncounted() {
            return this == BYTE_BOUND || this == BYTE_ESTIMATE;
        }
    }

    /** Why a cut was made. */
    public enum Reason {
        NONE,
        OVERFLOW,
        /** The provider has forgotten the prompt anyway. */
        COLD,
        /** The provider refused the prompt before, as too long. */
        LENGTH_ERROR
    }

    public Plan {
        requireNonNull(shown);
        requireNonNull(cut);
        requireNonNull(report);
        requireNonNull(path);
        requireNonNull(reason);
    }

    /** The same plan, made because a longer one was refused. */
    public Plan afterRefusal() {
        return new Plan(shown, cut, report, path, Reason.LENGTH_ERROR, most);
    }

    /**
     * The turns to send before the new messages, oldest first, each in the form it is sent in. Results in them always
     * follow their calls, and a user speaks first wherever one spoke at all.
     */
    public List<Turn> history() {
        return shown.turns();
    }
}
