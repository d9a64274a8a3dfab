package io.backstory.window;

import io.backstory.chat.Measure;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnSizes;
import io.backstory.chat.TurnSizes.Clearable;

/**
 * Sums over the log up to a turn, in tokens of one family. An entry is made from the one before it, once, and kept with
 * its turn, so that a plan finds the size of any part of the log by subtracting two of them.
 *
 * @param shown whether the turn itself is part of prompts
 * @param edge tokens of everything up to and including the turn's input
 * @param doubt squares of the steps in {@code edge} that were estimated, summed: errors of many turns cancel out in part
 * @param input tokens of the input
 * @param output tokens of the output as part of the next prompt
 * @param outputMost the most it can be, hidden reasoning included
 * @param lead tokens of what a prompt that begins with this turn says first
 * @param leadMedia what clearing the media in it saves
 * @param savedTools what clearing the tool results of all turns up to this one saves
 * @param savedMedia what clearing their attachments and media saves
 * @param exchange seq of the newest turn up to this one in which a user speaks, 0 for none
 * @param starts turns up to this one with which an exchange starts, without results in them
 * @param counts of tool results, and of turns that can be cleared or are hidden
 * @param rhythm how fast the prompt grows
 */
record Entry(
        int seq,
        boolean shown,
        long edge,
        double doubt,
        int input,
        int output,
        int outputMost,
        int lead,
        int leadMedia,
        long savedTools,
        long savedMedia,
        int exchange,
        int starts,
        Counts counts,
        Rhythm rhythm) {
    static final Entry START = new Entry(0, true, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, new Counts(0, 0, 0, 0), Rhythm.NONE);

    private static final int PLACEHOLDER = 30;

    /**
     * Numbers of things up to a turn.
     *
     * @param results tool results
     * @param tools turns whose tool results can be cleared
     * @param media turns whose media can be cleared
     * @param hidden turns that are not shown
     */
    record Counts(int results, int tools, int media, int hidden) {}

    /** The entry of the turn after this one. */
    Entry next(Turn turn, Calibration calibration) {
        return turn.inView() ? grown(turn, calibration) : hidden(turn.seq());
    }

    private Entry hidden(int next) {
        Counts more = new Counts(counts.results, counts.tools, counts.media, counts.hidden + 1);
        return new Entry(
                next,
                false,
                edge,
                doubt,
                input,
                output,
                outputMost,
                lead,
                leadMedia,
                savedTools,
                savedMedia,
                exchange,
                starts,
                more,
                rhythm);
    }

    private Entry grown(Turn turn, Calibration calibration) {
        TurnSizes sizes = sizesOf(turn);
        Family family = calibration.family();
        Part part = part(turn, sizes, calibration);
        int pictures = family.pictures().tokens(sizes.input().pictures());
        int toolSaving = saving(sizes.tools(), part.input, sizes.input(), 0);
        int mediaSaving = saving(sizes.media(), part.input, sizes.input(), pictures);
        boolean speaks = Exchanges.speaks(turn.input());
        boolean leads = speaks || exchange == 0;
        int results = Exchanges.resultsForEarlier(turn.input());
        return new Entry(
                turn.seq(),
                true,
                edge + part.step,
                doubt + (part.exact ? 0 : (double) part.step * part.step),
                part.input,
                part.output,
                Math.max(part.output, Texts.clamp(turn.usage().outputTotal())),
                leads ? part.input : lead,
                leads ? mediaSaving : leadMedia,
                savedTools + toolSaving,
                savedMedia + mediaSaving,
                speaks ? turn.seq() : exchange,
                starts + (speaks && results == 0 ? 1 : 0),
                counts(sizes, results),
                rhythm.after(part.step));
    }

    /** What a turn adds: its step, which is the output before it and its own input, and its output. */
    private record Part(int step, boolean exact, int input, int output) {}

    private Part part(Turn turn, TurnSizes sizes, Calibration calibration) {
        boolean exact =
                sizes.exact() && sizes.family().equals(calibration.family().name());
        int estimate = calibration.tokensOf(turn.tokens().input(), sizes.family(), sizes.input());
        int step = exact ? sizes.step() : output + estimate;
        int said = calibration.tokensOf(turn.tokens().output(), sizes.family(), sizes.output());
        return new Part(step, exact, Math.max(0, step - output), said);
    }

    private Counts counts(TurnSizes sizes, int results) {
        return new Counts(
                counts.results + results,
                counts.tools + Math.min(1, sizes.tools().parts()),
                counts.media + Math.min(1, sizes.media().parts()),
                counts.hidden);
    }

    /** The text's share of the input's tokens and what is no text, less the placeholders. */
    private static int saving(Clearable clearable, int input, Measure measure, int pictures) {
        if (clearable.parts() == 0) {
            return 0;
        }
        double text = Math.max(0, input - measure.other() - pictures);
        double share = measure.bytes() == 0 ? 0 : (double) clearable.bytes() / measure.bytes();
        double saved = text * share + clearable.other() + pictures - (double) PLACEHOLDER * clearable.parts();
        return Math.max(0, Math.min(input, Texts.clamp(saved)));
    }

    /** What was stored with the turn; measured now if it is from a gateway that stored nothing. */
    static TurnSizes sizesOf(Turn turn) {
        TurnSizes stored = turn.tokens().sizes();
        return stored.isMeasured()
                ? stored
                : turn.fragments().sum(TurnSizes.class, TurnSizes.class).orElseGet(() -> measured(turn));
    }

    private static TurnSizes measured(Turn turn) {
        TurnSizes sizes = new TurnSizes(
                "",
                0,
                0,
                false,
                Measurer.of(turn.input()),
                Measurer.of(turn.output()),
                Measurer.tools(turn.input()),
                Measurer.media(turn.input()));
        turn.fragments().note(TurnSizes.class, sizes);
        return sizes;
    }
}
