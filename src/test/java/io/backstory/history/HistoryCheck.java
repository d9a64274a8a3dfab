package io.backstory.history;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Finds every promise a history shows to be broken. Message ids are unique and the turns of a session are in one order, so
 * this takes time in proportion to the events and their prompts; no order has to be searched for.
 *
 * <p>It expects prompts that show the whole session (a budget that nothing exceeds), and as the last word on each session a
 * scan that nothing was sent after.
 */
public final class HistoryCheck {
    private HistoryCheck() {}

    /** Checks the history in a file again and prints what is wrong; the exit status is 1 when something is. */
    public static void main(String[] arguments) throws IOException {
        List<Violation> found = of(History.read(Path.of(arguments[0])));
        found.forEach(System.out::println);
        System.out.println(found.size() + " violations");
        System.exit(found.isEmpty() ? 0 : 1);
    }

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
