package io.backstory.window;

import io.backstory.chat.Cut;
import io.backstory.window.WindowSettings.Cutting;
import io.backstory.window.WindowSettings.Strategy;
import java.util.function.IntFunction;

/**
 * Makes one cut, down to the low-water mark: tool results are cleared first, then attachments and media, and only then
 * turns are dropped, those before the current exchange first. Each step is a binary search, and shrinks the prompt or
 * does nothing.
 */
final class CutSearch {
    private static final double BAND = 0.1;
    private static final double TOP = 0.97;

    private final WindowRequest request;
    private final Extent extent;
    private final Ledger ledger;
    private final double room;
    private final double mark;
    private final double low;
    private final double high;
    private Cut cut;
    private int steps;

    CutSearch(WindowRequest request, Extent extent, double room) {
        this.request = request;
        this.extent = extent;
        this.ledger = extent.ledger();
        this.room = room;
        boolean sliding = request.settings().strategy() == Strategy.SLIDING;
        double share = sliding ? 1 : lowWater(request, extent, room);
        mark = share * room;
        low = sliding ? mark : (share - BAND) * room;
        high = sliding ? mark : Math.min(share + BAND, TOP) * room;
        cut = request.inForce();
    }

    static double lowWater(WindowRequest request, Extent extent, double room) {
        Cutting cutting = request.settings().cutting();
        Double fixed = cutting.lowWater();
        return fixed != null
                ? fixed
                : extent.rhythm()
                        .lowWater(
                                room,
                                cutting.worth(),
                                request.calibration().family().cache());
    }

    /**
     * The cut to store, one epoch later than the one in force; that one itself where nothing could be taken away. The
     * caller checks whether the prompt fits now.
     */
    Cut find() {
        Cut before = cut;
        int question = Math.min(extent.exchange(), extent.lastStart());
        clearTools(lastClearable());
        if (request.settings().cutting().clearMedia()) {
            clearMedia(question);
        }
        drop(question);
        if (size(cut) > room) {
            clearTools(ledger.next());
        }
        if (size(cut) > room) {
            drop(extent.lastStart());
        }
        return cut.equals(before) ? before : new Cut(cut.from(), cut.tools(), cut.media(), before.epoch() + 1);
    }

    /** Searches made, for the test that says they are few. */
    int steps() {
        return steps;
    }

    private double size(Cut candidate) {
        return extent.history(candidate);
    }

    /** The seq from which on tool results stay: the newest ones are needed for the work at hand. */
    private int lastClearable() {
        int keep = request.settings().cutting().keepToolResults();
        int all = ledger.last().counts().results() + request.input().results();
        if (keep <= request.input().results()) {
            return ledger.next();
        }
        int oldestKept = all - keep + 1;
        return oldestKept < 1
                ? 1
                : Ledger.smallest(
                        1, ledger.next(), seq -> ledger.upTo(seq).counts().results() >= oldestKept);
    }

    private void clearTools(int to) {
        move(cut.tools(), to, seq -> new Cut(cut.from(), seq, cut.media(), cut.epoch()));
    }

    private void clearMedia(int to) {
        move(cut.media(), to, seq -> new Cut(cut.from(), cut.tools(), seq, cut.epoch()));
    }

    /** Moves a boundary up to {@code to}, only as far as needed to reach the mark. */
    private void move(int from, int to, IntFunction<Cut> at) {
        if (size(cut) <= mark || to <= from) {
            return;
        }
        steps++;
        Cut moved = at.apply(Ledger.smallest(from, to, seq -> size(at.apply(seq)) <= mark));
        if (size(moved) < size(cut)) {
            cut = moved;
        }
    }

    private Cut from(int seq) {
        return new Cut(seq, cut.tools(), cut.media(), cut.epoch());
    }

    private void drop(int to) {
        if (size(cut) <= mark || to <= cut.from()) {
            return;
        }
        steps++;
        int first = cut.from() + 1;
        int below = Ledger.smallest(first, to, seq -> size(from(seq)) <= mark);
        int above = ledger.shownUpTo(below - 1);
        if (size(from(below)) < low && above >= first && size(from(above)) <= high) {
            below = above;
        }
        Cut dropped = from(ledger.shownFrom(nearestStart(first, to, below)));
        if (size(dropped) < size(cut)) {
            cut = dropped;
        }
    }

    /** The start of an exchange whose size is nearest to the mark inside the band, else {@code otherwise}. */
    private int nearestStart(int first, int to, int otherwise) {
        int below = Ledger.smallest(first, to, seq -> size(from(seq)) <= mark);
        int before = startUpTo(below - 1);
        int after = startFrom(below);
        boolean beforeFits = before >= first && size(from(before)) <= high;
        boolean afterFits = after <= to && size(from(after)) >= low && size(from(after)) <= high;
        if (beforeFits && afterFits) {
            return size(from(before)) - mark <= mark - size(from(after)) ? before : after;
        }
        return beforeFits ? before : afterFits ? after : otherwise;
    }

    /** The newest exchange start up to a turn, 0 for none. */
    private int startUpTo(int seq) {
        int starts = ledger.upTo(seq).starts();
        return starts == 0 ? 0 : Ledger.smallest(1, seq, at -> ledger.upTo(at).starts() >= starts);
    }

    /** The oldest exchange start from a turn on; the new input is one if a user speaks in it. */
    private int startFrom(int seq) {
        int starts = ledger.upTo(seq - 1).starts();
        int found = Ledger.smallest(
                seq, ledger.next(), at -> at < ledger.next() && ledger.upTo(at).starts() > starts);
        return found < ledger.next() || extent.lastStart() == ledger.next() ? found : Integer.MAX_VALUE;
    }
}
