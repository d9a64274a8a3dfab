package io.backstory.history;

import io.backstory.history.Event.Answered;
import io.backstory.history.Event.Asked;
import io.backstory.history.Timeline.Attempt;
import io.backstory.history.Timeline.Call;
import io.backstory.history.Timeline.Log;
import io.backstory.history.Violation.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the provider was shown must be the session as it was, and all that was acknowledged before. */
final class PromptRules {
    private final Timeline timeline;
    private final Findings findings;

    PromptRules(Timeline timeline, Findings findings) {
        this.timeline = timeline;
        this.findings = findings;
    }

    void check() {
        timeline.strays().forEach(call -> findings.add(Rule.WRONG_ANSWER, "nobody sent this message", call.asked()));
        timeline.logs().forEach((place, log) -> {
            Latest latest = new Latest(log);
            log.calls.forEach(call -> check(place, log, call, latest));
        });
    }

    private void check(Place place, Log log, Call call, Latest latest) {
        Asked asked = call.asked();
        if (isOfOthers(place, asked)) {
            return;
        }
        if (!isChain(asked)) {
            findings.add(Rule.WRONG_PARENT, "the prompt is not the turns before", asked, parent(asked));
            return;
        }
        int begun = beginOf(call);
        cameBack(log, asked, begun);
        Attempt before = latest.answeredBefore(begun);
        if (before != null && !log.mayBeDeleted(before.at(), call.at()) && !shows(asked, before)) {
            findings.add(
                    Rule.INVERSION,
                    "an earlier acknowledged turn is not in the prompt",
                    before.sent(),
                    before.how(),
                    asked);
        }
    }

    private boolean isOfOthers(Place place, Asked asked) {
        for (int i = 0; i < asked.prompt().size(); i += 2) {
            String message = asked.prompt().get(i);
            if (!Ids.tenantOf(message).equals(place.tenant())) {
                findings.add(Rule.FOREIGN_CANARY, "a prompt shows another tenant's message", asked);
                return true;
            }
        }
        return false;
    }

    /** The prompt is its parent's, then the parent's message and reply; so it is right when every prompt before it was. */
    private boolean isChain(Asked asked) {
        List<String> prompt = asked.prompt();
        if (prompt.isEmpty()) {
            return true;
        }
        Asked parent = parent(asked);
        int before = prompt.size() - 2;
        return parent != null
                && Objects.equals(timeline.placeOf(parent.message()), timeline.placeOf(asked.message()))
                && parent.prompt().equals(prompt.subList(0, before))
                && parent.message().equals(prompt.get(before));
    }

    private @Nullable Asked parent(Asked asked) {
        Call parent = timeline.call(ChainRules.parentOf(asked));
        return parent == null ? null : parent.asked();
    }

    /** The earliest time the turn can have begun that asked this. */
    private int beginOf(Call call) {
        return timeline.attempts(call.asked().message()).stream()
                .filter(attempt -> attempt.end() > call.at())
                .mapToInt(Attempt::at)
                .min()
                .orElse(0);
    }

    private void cameBack(Log log, Asked asked, int begun) {
        int gone = log.goneBefore(begun);
        for (int i = 1; i < asked.prompt().size(); i += 2) {
            Call shown = timeline.call(asked.prompt().get(i));
            if (shown != null && shown.at() < gone) {
                findings.add(Rule.CAME_BACK, "a prompt shows what was deleted", shown.asked(), asked);
                return;
            }
        }
    }

    private static boolean shows(Asked asked, Attempt before) {
        Answered answer = before.answer();
        int place = answer == null ? -1 : 2 * answer.turn() - 1;
        return answer != null
                && place > 0
                && place < asked.prompt().size()
                && asked.prompt().get(place).equals(Ids.callIn(answer.text()).orElse(""));
    }

    /** Answered tries of one session by the time of their answer. */
    static final class Latest {
        private final List<Attempt> byEnd;

        Latest(Log log) {
            byEnd = log.attempts.stream()
                    .filter(attempt -> attempt.answer() != null)
                    .sorted(Comparator.comparingInt(Attempt::end))
                    .toList();
        }

        @Nullable
        Attempt answeredBefore(int time) {
            int low = 0;
            int high = byEnd.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (byEnd.get(middle).end() < time) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low == 0 ? null : byEnd.get(low - 1);
        }
    }
}
