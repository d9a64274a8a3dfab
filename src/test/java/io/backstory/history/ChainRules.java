package io.backstory.history;

import io.backstory.history.Event.Answered;
import io.backstory.history.Event.Asked;
import io.backstory.history.Event.Row;
import io.backstory.history.Timeline.Attempt;
import io.backstory.history.Timeline.Call;
import io.backstory.history.Timeline.Log;
import io.backstory.history.Timeline.Scan;
import io.backstory.history.Violation.Rule;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** No two committed turns follow the same turn; a session begins once, and once more for each time it was deleted. */
final class ChainRules {
    private final Timeline timeline;
    private final Findings findings;

    ChainRules(Timeline timeline, Findings findings) {
        this.timeline = timeline;
        this.findings = findings;
    }

    /** The call before the last message of the prompt; null for a session's first turn. */
    static @Nullable String parentOf(Asked asked) {
        return asked.prompt().isEmpty()
                ? null
                : asked.prompt().get(asked.prompt().size() - 1);
    }

    static int seqOf(Asked asked) {
        return asked.prompt().size() / 2 + 1;
    }

    void check() {
        timeline.logs().values().forEach(this::check);
    }

    private void check(Log log) {
        Map<String, Asked> children = new HashMap<>();
        int roots = 0;
        for (Asked asked : committed(log).values()) {
            String parent = parentOf(asked);
            if (parent == null) {
                roots++;
                continue;
            }
            Asked sibling = children.put(parent, asked);
            if (sibling != null) {
                findings.add(Rule.FORK, "two turns follow the reply " + parent, sibling, asked);
            }
        }
        if (roots > 1 + log.deletions.size()) {
            Event[] first = committed(log).values().stream()
                    .filter(asked -> parentOf(asked) == null)
                    .toArray(Event[]::new);
            findings.add(Rule.FORK, "a session began " + roots + " times", first);
        }
    }

    /** Every call whose turn was seen to be stored, by id. */
    private Map<String, Asked> committed(Log log) {
        Map<String, Asked> committed = new LinkedHashMap<>();
        for (Attempt attempt : log.attempts) {
            Answered answer = attempt.answer();
            put(committed, answer == null ? null : answer.text());
        }
        for (Scan scan : log.scans) {
            for (Row row : scan.seen().rows()) {
                put(committed, row.text());
            }
        }
        return committed;
    }

    private void put(Map<String, Asked> committed, @Nullable String text) {
        Call call = timeline.call(text == null ? null : Ids.callIn(text).orElse(null));
        if (call != null) {
            committed.put(call.asked().call(), call.asked());
        }
    }
}
