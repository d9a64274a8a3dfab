package io.backstory.history;

import java.util.List;

/**
 * Finds every promise a history shows to be broken. Message ids are unique and the turns of a session are in one order, so
 * this takes time in proportion to the events and their prompts; no order has to be searched for.
 *
 * <p>It expects prompts that show the whole session (a budget that nothing exceeds), and as the last word on each session a
 * scan that nothing was sent after.
 */
final class HistoryCheck {
    private HistoryCheck() {}

    static List<Violation> of(History history) {
        Timeline timeline = new Timeline(history.events());
        Findings findings = new Findings();
        new AnswerRules(timeline, findings).check();
        new PromptRules(timeline, findings).check();
        new ChainRules(timeline, findings).check();
        new StoreRules(timeline, findings).check();
        new KeyRules(timeline, findings).check();
        return findings.found();
    }
}
