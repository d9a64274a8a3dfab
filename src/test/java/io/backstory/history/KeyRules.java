package io.backstory.history;

import io.backstory.history.Event.Answered;
import io.backstory.history.Timeline.Attempt;
import io.backstory.history.Timeline.Call;
import io.backstory.history.Timeline.Log;
import io.backstory.history.Violation.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One key, one turn; and a replay costs nothing. A key stands for one message, so that its tries are the key's. */
final class KeyRules {
    private final Timeline timeline;
    private final Findings findings;

    KeyRules(Timeline timeline, Findings findings) {
        this.timeline = timeline;
        this.findings = findings;
    }

    void check() {
        timeline.logs().values().forEach(log -> {
            Map<String, List<Call>> calls = log.calls.stream()
                    .collect(Collectors.groupingBy(it -> it.asked().message()));
            keyed(log).values().forEach(tries -> {
                oneTurn(log, tries);
                tries.forEach(
                        it -> replay(it, tries, calls.getOrDefault(it.sent().message(), List.of())));
            });
        });
    }

    private static Map<String, List<Attempt>> keyed(Log log) {
        return log.attempts.stream()
                .filter(it -> it.sent().key() != null)
                .collect(Collectors.groupingBy(
                        it -> String.valueOf(it.sent().key()), LinkedHashMap::new, Collectors.toList()));
    }

    private void oneTurn(Log log, List<Attempt> tries) {
        Attempt first = null;
        for (Attempt attempt : tries) {
            Answered answer = attempt.answer();
            if (answer == null) {
                continue;
            }
            Answered earlier = first == null ? null : first.answer();
            if (first == null || earlier == null || deletedMeanwhile(log, first, attempt)) {
                first = attempt;
            } else if (!Ids.callIn(earlier.text()).equals(Ids.callIn(answer.text()))) {
                String what = "the key " + attempt.sent().key() + " has two answers";
                findings.add(Rule.KEY_ANSWERED_TWICE, what, first.sent(), earlier, attempt.sent(), answer);
            }
        }
    }

    /** Tries overlap, so the one that was sent first may be answered last. */
    private static boolean deletedMeanwhile(Log log, Attempt one, Attempt other) {
        return log.mayBeDeleted(Math.min(one.at(), other.at()), Math.max(one.end(), other.end()));
    }

    private void replay(Attempt replay, List<Attempt> tries, List<Call> calls) {
        Answered answer = replay.answer();
        if (answer == null || !answer.replayed() || overlaps(replay, tries)) {
            return;
        }
        Event asked = askedBetween(calls, replay.at(), replay.end());
        if (asked != null) {
            findings.add(Rule.REPLAY_ASKED, "a replay asked the provider", replay.sent(), asked, answer);
        }
    }

    private static boolean overlaps(Attempt replay, List<Attempt> tries) {
        return tries.stream().anyMatch(it -> !it.equals(replay) && it.at() < replay.end() && it.end() > replay.at());
    }

    private static @Nullable Event askedBetween(List<Call> calls, int from, int to) {
        return calls.stream()
                .filter(call -> call.at() > from && call.at() < to)
                .map(Call::asked)
                .findFirst()
                .orElse(null);
    }
}
