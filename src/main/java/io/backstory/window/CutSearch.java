package io.backstory.window;

import io.backstory.chat.Turn;
import io.backstory.window.WindowSettings.Strategy;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for the turn a new cut begins at: the start of an exchange whose size is nearest to the low-water mark inside a
 * band around it, else the first one below the mark, else the last one there is.
 */
final class CutSearch {
    private static final double BAND = 0.1;
    private static final double TOP = 0.97;

    private final List<Start> starts;
    private final double mark;
    private final double low;
    private final double high;

    /**
     * A place where a prompt may begin.
     *
     * @param index into the view; its length for the new input itself
     * @param history tokens of the turns from here on
     * @param size the same with the new input
     */
    record Start(int seq, int index, long history, long size) {}

    CutSearch(WindowRequest request, Room room, View view) {
        boolean sliding = request.settings().strategy() == Strategy.SLIDING;
        double share = sliding ? 1 : request.settings().lowWater();
        starts = starts(request, view);
        mark = share * room.history();
        low = sliding ? mark : (share - BAND) * room.history();
        high = sliding ? mark : Math.min(share + BAND, TOP) * room.history();
    }

    /** The best place, or the smallest prompt there is when none fits: the caller compares. */
    Start best() {
        Start nearest = null;
        for (Start start : starts) {
            if (inBand(start) && (nearest == null || distance(start) < distance(nearest))) {
                nearest = start;
            }
        }
        return nearest != null ? nearest : firstBelowTheMark();
    }

    private Start firstBelowTheMark() {
        for (Start start : starts) {
            if (start.size <= mark) {
                return start;
            }
        }
        return starts.get(starts.size() - 1);
    }

    private boolean inBand(Start start) {
        return start.size >= low && start.size <= high;
    }

    private double distance(Start start) {
        return Math.abs(start.size - mark);
    }

    /** Where the view begins now, which is too much and stays only when there is no other, then every legal place after. */
    private static List<Start> starts(WindowRequest request, View view) {
        List<Start> starts = new ArrayList<>();
        long rest = view.tokens();
        int input = request.input().tokens();
        for (int index = 0; index < view.turns().size(); index++) {
            Turn turn = view.turns().get(index);
            if (index == 0 || Exchanges.startsWith(turn.input())) {
                starts.add(new Start(turn.seq(), index, rest, rest + input));
            }
            rest -= View.sizeOf(turn);
        }
        if (request.input().startsExchange() || starts.isEmpty()) {
            starts.add(new Start(request.seq(), view.turns().size(), 0, input));
        }
        return starts;
    }
}
