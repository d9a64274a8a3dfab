package io.backstory.window;

import io.backstory.chat.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * The turns from a cut on that may be shown to a model, oldest first, and what they cost.
 *
 * <p>A refused, erased or partial turn is never shown. What it tears apart goes with it: results whose calls are gone,
 * and calls whose results are gone back to the user message that led to them.
 *
 * @param tokens of all of {@code turns}
 * @param excluded seqs left out, ascending
 */
record View(List<Turn> turns, long tokens, List<Integer> excluded) {

    /** What is left of {@code turns}, a log from a cut on, when {@code input} is to follow. */
    static View of(List<Turn> turns, InputTokens input) {
        return turns.stream().allMatch(Turn::inView) ? whole(turns) : mended(turns, input);
    }

    private static View whole(List<Turn> turns) {
        return new View(turns, sum(turns), List.of());
    }

    private static View mended(List<Turn> turns, InputTokens input) {
        List<Turn> kept = new ArrayList<>(turns.size());
        boolean gap = false;
        for (Turn turn : turns) {
            if (turn.inView() && !(gap && isTornOff(turn, kept))) {
                if (gap && !answersLast(turn, kept)) {
                    dropOpenCalls(kept);
                }
                kept.add(turn);
                gap = false;
            } else {
                gap = true;
            }
        }
        if (gap && !input.answersCalls()) {
            dropOpenCalls(kept);
        }
        return new View(kept, sum(kept), difference(turns, kept));
    }

    private static boolean isTornOff(Turn turn, List<Turn> kept) {
        return !Exchanges.startsWith(turn.input()) && !answersLast(turn, kept);
    }

    private static boolean answersLast(Turn turn, List<Turn> kept) {
        return !kept.isEmpty() && Exchanges.answers(turn, kept.get(kept.size() - 1));
    }

    private static void dropOpenCalls(List<Turn> kept) {
        while (!kept.isEmpty() && Exchanges.endsInCalls(kept.get(kept.size() - 1))) {
            kept.remove(kept.size() - 1);
        }
    }

    private static List<Integer> difference(List<Turn> turns, List<Turn> kept) {
        List<Integer> excluded = new ArrayList<>();
        int next = 0;
        for (Turn turn : turns) {
            if (next < kept.size() && kept.get(next).seq() == turn.seq()) {
                next++;
            } else {
                excluded.add(turn.seq());
            }
        }
        return excluded;
    }

    static long sum(List<Turn> turns) {
        long tokens = 0;
        for (Turn turn : turns) {
            tokens += sizeOf(turn);
        }
        return tokens;
    }

    /** The counts the turn carries, or an upper bound from its bytes where nobody counted it. */
    static long sizeOf(Turn turn) {
        int counted = turn.tokens().total();
        return counted > 0
                ? counted
                : MessageTokens.BYTE_BOUND.of(turn.input()) + MessageTokens.BYTE_BOUND.of(turn.output());
    }

    /** The same view begun at {@code index}. */
    View from(int index, long rest) {
        List<Turn> later = turns.subList(index, turns.size());
        int first = later.isEmpty() ? Integer.MAX_VALUE : later.get(0).seq();
        return new View(
                later, rest, excluded.stream().filter(seq -> seq > first).toList());
    }
}
