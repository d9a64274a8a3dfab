package io.backstory.window;

import io.backstory.chat.Turn;
import io.backstory.chat.TurnSizes;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The sums of a log, turn by turn. Made in one pass over a log nobody has planned with before, and from then on extended
 * by what is new; the entries stay with the turns in the near cache.
 *
 * <p>A log read from the store also teaches what this process has not learned yet: the ratios its turns were counted
 * with, and the size of its head.
 */
final class Ledger {
    /** More missing entries than a turn and an imported history leave: the log comes from the store. */
    private static final int RECENT = 2;

    private static final int LESSONS = 50;

    private final List<Turn> log;
    private final Calibration calibration;
    private final String key;

    private Ledger(List<Turn> log, Calibration calibration) {
        this.log = log;
        this.calibration = calibration;
        this.key = calibration.family().name();
    }

    static Ledger of(List<Turn> log, Calibration calibration) {
        Ledger ledger = new Ledger(log, calibration);
        ledger.extend();
        return ledger;
    }

    private void extend() {
        int known = log.size();
        while (known > 0 && note(known - 1).isEmpty()) {
            known--;
        }
        if (known == log.size()) {
            return;
        }
        if (log.size() - known > RECENT) {
            log.subList(Math.max(known, log.size() - LESSONS), log.size()).forEach(this::recall);
            recallHead(log.get(0));
        }
        Entry entry = known == 0 ? Entry.START : note(known - 1).orElseThrow();
        for (Turn turn : log.subList(known, log.size())) {
            entry = entry.next(turn, calibration);
            turn.fragments().note(key, entry);
        }
    }

    private void recall(Turn turn) {
        TurnSizes sizes = turn.tokens().sizes();
        if (sizes.exact() && sizes.family().equals(key) && sizes.input().isCounted()) {
            calibration.recall(sizes.input(), turn.tokens().input());
        }
    }

    private void recallHead(Turn first) {
        TurnSizes sizes = first.tokens().sizes();
        if (first.seq() == 1 && sizes.family().equals(key) && !first.usage().estimated()) {
            calibration.sawHead(
                    sizes.head(),
                    Texts.clamp(first.usage().inputTotal()),
                    first.tokens().input());
        }
    }

    private Optional<Entry> note(int index) {
        return log.get(index).fragments().sum(key, Entry.class);
    }

    /** Seq of the turn that comes next. */
    int next() {
        return log.isEmpty() ? 1 : log.get(log.size() - 1).seq() + 1;
    }

    /** The sums up to the end. */
    Entry last() {
        return upTo(next() - 1);
    }

    /** The sums up to a turn; nothing before the first one. */
    Entry upTo(int seq) {
        int index = seq - first();
        return index < 0 ? Entry.START : note(index).orElseThrow();
    }

    private int first() {
        return log.isEmpty() ? 1 : log.get(0).seq();
    }

    Turn turn(int seq) {
        return log.get(seq - first());
    }

    List<Turn> turns(int from) {
        return log.subList(Math.min(Math.max(0, from - first()), log.size()), log.size());
    }

    /** The first shown turn from {@code seq} on, {@link #next} if there is none. */
    int shownFrom(int seq) {
        int at = Math.max(seq, first());
        while (at < next() && !upTo(at).shown()) {
            at++;
        }
        return at;
    }

    /** The last shown turn, 0 if there is none. */
    int lastShown() {
        return shownUpTo(next() - 1);
    }

    /** The last shown turn up to {@code seq}, 0 if there is none. */
    int shownUpTo(int seq) {
        int at = seq;
        while (at >= first() && !upTo(at).shown()) {
            at--;
        }
        return at < first() ? 0 : at;
    }

    /** The smallest number from {@code low} to {@code high} that passes a test all larger ones pass too, or {@code high}. */
    static int smallest(int low, int high, IntPredicate test) {
        int least = low;
        int most = high;
        while (least < most) {
            int middle = (least + most) >>> 1;
            if (test.test(middle)) {
                most = middle;
            } else {
                least = middle + 1;
            }
        }
        return least;
    }
}
