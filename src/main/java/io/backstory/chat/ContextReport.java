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
    public ContextReport {
        excludedTurns = List.copyOf(excludedTurns);
        synthesizedResults = List.copyOf(synthesizedResults);
    }

    public ContextReport withExactTokens(long reported) {
        return new ContextReport(
                Math.toIntExact(reported),
                true,
                budget,
                turns,
                firstTurn,
                droppedTurns,
                droppedTokens,
                clearedParts,
                epoch,
                historyTokens,
                newCut,
                droppedReasoning,
                excludedTurns,
                synthesizedResults);
    }
}
