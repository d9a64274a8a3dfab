package io.backstory.window;

import io.backstory.chat.Cut;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnSizes;
import java.util.Optional;

/**
 * How large the prompt of a request is for any cut: as expected, and at most. Each answer is a difference of two sums of
 * the {@link Ledger}.
 *
 * <p>Where the newest prompt was counted by the provider and this one only continues it, that count is the anchor:
 * whatever the sums before it get wrong is then part of the head, and cancels out.
 */
final class Extent {
    private static final double CAREFUL = 1.25;
    /** Taken where too few estimates were compared with the truth to know better. */
    private static final double UNKNOWN_MARGIN = 1.5;

    /** Taken where the choice is between sending what probably fits and refusing it. */
    static final double TRUSTING_MARGIN = 1.2;

    private final WindowRequest request;
    private final Ledger ledger;
    private final Entry last;
    private final Optional<Turn> anchor;
    private final double margin;
    private final int added;
    private final double expectedAdded;
    private final double anchored;
    private final double head;
    private final double expectedHead;

    Extent(WindowRequest request) {
        this(request, request.calibration().atMost(request.input()), UNKNOWN_MARGIN);
    }

    /** Believes nothing but that no tokenizer makes more tokens than there are bytes. */
    static Extent certain(WindowRequest request) {
        Family family = request.calibration().family();
        return new Extent(request, Texts.byteBound(request.input().measure(), family), UNKNOWN_MARGIN);
    }

    /** Believes the estimate though nothing has confirmed it yet: better than to refuse what may well fit. */
    static Extent trusting(WindowRequest request) {
        return new Extent(request, request.calibration().supposedly(request.input()), TRUSTING_MARGIN);
    }

    private Extent(WindowRequest request, int added, double mostMargin) {
        Calibration calibration = request.calibration();
        this.request = request;
        ledger = Ledger.of(request.log(), calibration);
        last = ledger.last();
        anchor = findAnchor();
        margin = Math.max(1, Math.min(calibration.factor(), mostMargin));
        this.added = added;
        expectedAdded = Math.min(added, calibration.estimate(request.input()));
        double atMost = headAtMost();
        double learned = Math.min(atMost, learnedHead());
        anchored = anchor.map(turn -> (double) turn.usage().inputTotal() - asSent(turn))
                .orElse(atMost);
        head = Math.max(anchored, learned);
        expectedHead = anchor.isPresent() ? anchored : learned;
    }

    private Optional<Turn> findAnchor() {
        int shown = ledger.lastShown();
        return shown == 0 ? Optional.empty() : Optional.of(ledger.turn(shown)).filter(this::continues);
    }

    private boolean continues(Turn turn) {
        TurnSizes sizes = turn.tokens().sizes();
        return sizes.family().equals(request.calibration().family().name())
                && sizes.head() == request.head().hash()
                && sizes.head() != TurnSizes.UNRELIABLE
                && !turn.usage().estimated()
                && turn.cut().equals(request.inForce());
    }

    private double headAtMost() {
        HeadSize size = request.head();
        Family family = request.calibration().family();
        double bytes = size.atMost(family);
        double careful = size.isCounted() ? CAREFUL * size.estimate(family) : bytes;
        double learned = request.calibration().headAtMost(size.hash()).orElse(Integer.MAX_VALUE);
        return Math.min(Math.min(bytes, careful), learned);
    }

    private double learnedHead() {
        double estimate = request.head().estimate(request.calibration().family());
        return request.calibration().head(request.head().hash()).orElse(Texts.clamp(estimate));
    }

    /** History of the prompt of a committed turn, new messages of then included. */
    private long asSent(Turn turn) {
        return between(request.inForce(), ledger.upTo(turn.seq()));
    }

    /** Tokens from a cut on up to an input. */
    private long between(Cut cut, Entry end) {
        int from = ledger.shownFrom(cut.from());
        if (from > end.seq()) {
            return 0;
        }
        Entry first = ledger.upTo(from);
        Entry tools = ledger.upTo(Math.min(cut.tools() - 1, end.seq()));
        Entry media = ledger.upTo(Math.min(cut.media() - 1, end.seq()));
        long lead = (long) first.lead() - (first.exchange() < cut.media() ? first.leadMedia() : 0);
        return end.edge()
                - first.edge()
                + lead
                - Math.max(0, tools.savedTools() - first.savedTools())
                - Math.max(0, media.savedMedia() - first.savedMedia());
    }

    /** Tokens of history and new messages with this cut, at most. */
    double history(Cut cut) {
        if (ledger.shownFrom(cut.from()) >= ledger.next()) {
            return added;
        }
        return between(cut, last) + doubt(cut) + last.outputMost() + Texts.MOST_FRAMING + added;
    }

    /** What the estimated part of the sums may lack. */
    private double doubt(Cut cut) {
        Entry before = ledger.upTo(ledger.shownFrom(cut.from()) - 1);
        return (margin - 1) * Math.sqrt(Math.max(0, last.doubt() - before.doubt()));
    }

    /** The same as expected, stored turns only. */
    double stored(Cut cut) {
        return ledger.shownFrom(cut.from()) >= ledger.next() ? 0 : (double) between(cut, last) + last.output();
    }

    /** Tokens of the whole prompt, at most. The anchor holds for the cut it was made with, and for no other. */
    int most(Cut cut) {
        boolean continues = anchor.isPresent() && cut.equals(request.inForce());
        return Texts.clamp(Math.ceil(continues ? anchored + history(cut) - doubt(cut) : head + history(cut)));
    }

    /** Tokens of the whole prompt, as expected. */
    int expected(Cut cut) {
        return Texts.clamp(Math.max(0, Math.min(most(cut), Math.rint(expectedHead + stored(cut) + expectedAdded))));
    }

    /** What a prompt without history would have before the new messages, at most. */
    double head() {
        return head;
    }

    double added() {
        return added;
    }

    double expectedAdded() {
        return expectedAdded;
    }

    Optional<Turn> anchor() {
        return anchor;
    }

    Ledger ledger() {
        return ledger;
    }

    /** The steps so far and the one this request makes. */
    Rhythm rhythm() {
        return last.rhythm().after(Texts.clamp(last.output() + expectedAdded));
    }

    /** Seq of the turn whose user message this request is about, 0 for none. */
    int exchange() {
        return request.input().speaks() ? ledger.next() : last.exchange();
    }

    /** The last turn a prompt may begin with: results need their calls. */
    int lastStart() {
        int shown = ledger.lastShown();
        boolean alone = request.input().speaks() && request.input().results() == 0;
        return alone || shown == 0 ? ledger.next() : shown;
    }
}
