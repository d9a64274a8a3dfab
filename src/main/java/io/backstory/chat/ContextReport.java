package io.backstory.chat;

import java.util.List;

/**
 * What the model saw of the conversation.
 *
 * @param tokens size of the prompt: planned, or as the provider reported it when {@code exact}
 * @param budget tokens the prompt was allowed to have
 * @param turns turns in the prompt, the new one included
 * @param firstTurn seq of the oldest turn in the prompt
 * @param droppedTurns committed turns left out by the cut
 * @param droppedTokens their tokens
 * @param historyTokens tokens of the turns that were sent along
 * @param newCut whether this turn made the cut
 * @param excludedTurns seqs of refused or emptied turns left out
 * @param synthesizedResults ids of tool calls the gateway answered itself
 */
public record ContextReport(
        int tokens,
        boolean exact,
        int budget,
        int turns,
        int firstTurn,
        int droppedTurns,
        int droppedTokens,
        int clearedParts,
        int epoch,
        int historyTokens,
        boolean newCut,
        int droppedReasoning,
        List<Integer> excludedTurns,
        List<String> synthesizedResults) {
    /** Nothing was fitted: a pass-through. */
    public static final ContextReport NONE =
            new ContextReport(0, false, 0, 0, 0, 0, 0, 0, 0, 0, false, 0, List.of(), List.of());

    public ContextReport {
        excludedTurns = List.copyOf(excludedTurns);
        synthesizedResults = List.copyOf(synthesizedResults);
    }

    /** The size the provider reported instead of the planned one. */
    public ContextReport withExactTokens(long reported) {
        return with(Math.toIntExact(reported), true, droppedReasoning, synthesizedResults);
    }

    public ContextReport withDroppedReasoning(int blocks) {
        return with(tokens, exact, blocks, synthesizedResults);
    }

    public ContextReport withSynthesizedResults(List<String> callIds) {
        return with(tokens, exact, droppedReasoning, callIds);
    }

    private ContextReport with(int size, boolean reported, int reasoning, List<String> synthesized) {
        return new ContextReport(
                size,
                reported,
                budget,
                turns,
                firstTurn,
                droppedTurns,
                droppedTokens,
                clearedParts,
                epoch,
                historyTokens,
                newCut,
                reasoning,
                excludedTurns,
                synthesized);
    }
}
