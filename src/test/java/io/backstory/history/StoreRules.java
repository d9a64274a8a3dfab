package io.backstory.history;

import io.backstory.history.Event.Answered;
import io.backstory.history.Event.Asked;
import io.backstory.history.Event.Row;
import io.backstory.history.PromptRules.Latest;
import io.backstory.history.Timeline.Attempt;
import io.backstory.history.Timeline.Call;
import io.backstory.history.Timeline.Log;
import io.backstory.history.Timeline.Scan;
import io.backstory.history.Violation.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a session shows when it is read must be whole turns in order, and at the end all that was acknowledged. */
final class StoreRules {
    private final Timeline timeline;
    private final Findings findings;

    StoreRules(Timeline timeline, Findings findings) {
        this.timeline = timeline;
        this.findings = findings;
    }

    void check() {
        timeline.logs().forEach((place, log) -> {
            Latest latest = new Latest(log);
            for (int i = 0; i < log.scans.size(); i++) {
                Scan scan = log.scans.get(i);
                Set<String> calls = rows(place, scan);
                cameBack(log, scan, calls);
                if (i == log.scans.size() - 1) {
                    nothingLost(log, scan, calls);
                } else {
                    latestIsThere(log, scan, calls, latest.answeredBefore(scan.at()));
                }
            }
        });
    }

    /** The calls of the rows; each row is looked at on the way. */
    private Set<String> rows(Place place, Scan scan) {
        if (scan.seen().tenants().stream().anyMatch(tenant -> !tenant.equals(place.tenant()))) {
            findings.add(Rule.FOREIGN_CANARY, "a session shows another tenant's message", scan.seen());
        }
        Set<String> calls = new HashSet<>();
        List<String> before = new ArrayList<>();
        Map<String, Integer> times = new HashMap<>();
        for (Row row : scan.seen().rows()) {
            Asked asked = row(scan, row);
            if (asked == null) {
                return calls;
            }
            if (row.turn() != before.size() / 2 + 1) {
                findings.add(Rule.GAP, "turn " + row.turn() + " after " + before.size() / 2 + " turns", scan.seen());
                return calls;
            }
            if (!asked.prompt().equals(before)) {
                findings.add(Rule.WRONG_PARENT, "turn " + row.turn() + " was asked otherwise", asked, scan.seen());
            }
            before.add(asked.message());
            before.add(asked.call());
            calls.add(asked.call());
            times.merge(asked.message(), 1, Integer::sum);
        }
        times.forEach((message, stored) -> tries(scan, message, stored));
        return calls;
    }

    /** What was asked for this row; null when it is not whole. */
    private @Nullable Asked row(Scan scan, Row row) {
        if (row.message() == null || row.text() == null) {
            findings.add(Rule.HALF_STORED, "turn " + row.turn() + " is not whole", scan.seen());
            return null;
        }
        Call call = timeline.call(Ids.callIn(row.text()).orElse(null));
        if (call == null || !call.asked().message().equals(row.message())) {
            findings.add(Rule.WRONG_ANSWER, "turn " + row.turn() + " has the reply to another message", scan.seen());
            return null;
        }
        if (row.complete()
                && !(call.asked().whole() && row.text().equals(call.asked().reply()))) {
            findings.add(Rule.TRUNCATED, "turn " + row.turn() + " is marked as whole", call.asked(), scan.seen());
        }
        return call.asked();
    }

    private void tries(Scan scan, String message, int stored) {
        List<Attempt> all = timeline.attempts(message);
        List<Attempt> possible = all.stream().filter(it -> !it.refused()).toList();
        boolean keyed = all.stream().anyMatch(it -> it.sent().key() != null);
        if (possible.isEmpty()) {
            Attempt last = all.get(all.size() - 1);
            findings.add(Rule.REFUSED_BUT_STORED, message + " was refused", last.sent(), last.how(), scan.seen());
        } else if (stored > (keyed ? 1 : possible.size())) {
            String what = message + " is stored " + stored + " times";
            findings.add(Rule.DUPLICATE, what, possible.get(0).sent(), scan.seen());
        }
    }

    private void cameBack(Log log, Scan scan, Set<String> calls) {
        int gone = log.goneBefore(scan.at());
        for (String id : calls) {
            Call call = timeline.call(id);
            if (call != null && call.at() < gone) {
                findings.add(Rule.CAME_BACK, "a turn is there although it was deleted", call.asked(), scan.seen());
                return;
            }
        }
    }

    private void nothingLost(Log log, Scan scan, Set<String> calls) {
        for (Attempt attempt : log.attempts) {
            if (attempt.end() < scan.at() && isMissing(log, scan, calls, attempt)) {
                findings.add(
                        Rule.LOST, "an acknowledged turn is not stored", attempt.sent(), attempt.how(), scan.seen());
            }
        }
    }

    private void latestIsThere(Log log, Scan scan, Set<String> calls, @Nullable Attempt latest) {
        if (latest != null && isMissing(log, scan, calls, latest)) {
            findings.add(Rule.INVERSION, "a read lacks a turn", latest.sent(), latest.how(), scan.seen());
        }
    }

    private static boolean isMissing(Log log, Scan scan, Set<String> calls, Attempt attempt) {
        Answered answer = attempt.answer();
        return answer != null
                && !calls.contains(Ids.callIn(answer.text()).orElse(""))
                && !log.mayBeDeleted(attempt.at(), scan.end());
    }
}
