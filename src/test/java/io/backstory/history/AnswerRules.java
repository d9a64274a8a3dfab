package io.backstory.history;

import io.backstory.history.Event.Answered;
import io.backstory.history.Event.Asked;
import io.backstory.history.Event.Silent;
import io.backstory.history.Timeline.Attempt;
import io.backstory.history.Timeline.Call;
import io.backstory.history.Violation.Rule;

/** What every acknowledgement says must be what the provider answered to this message. */
final class AnswerRules {
    private final Timeline timeline;
    private final Findings findings;

    AnswerRules(Timeline timeline, Findings findings) {
        this.timeline = timeline;
        this.findings = findings;
    }

    void check() {
        timeline.logs().values().forEach(log -> log.attempts.forEach(this::check));
    }

    private void check(Attempt attempt) {
        Answered answer = attempt.answer();
        if (attempt.how() instanceof Silent) {
            findings.add(Rule.NO_MARKER, "a stream ended without marker or error", attempt.sent(), attempt.how());
        } else if (answer != null) {
            check(attempt, answer);
        }
    }

    private void check(Attempt attempt, Answered answer) {
        String tenant = attempt.sent().place().tenant();
        if (answer.tenants().stream().anyMatch(other -> !other.equals(tenant))) {
            findings.add(Rule.FOREIGN_CANARY, "an answer speaks of another tenant", attempt.sent(), answer);
            return;
        }
        Call call = timeline.call(Ids.callIn(answer.text()).orElse(null));
        if (call == null || !call.asked().message().equals(attempt.sent().message())) {
            findings.add(
                    Rule.WRONG_ANSWER,
                    "the answer belongs to another message",
                    attempt.sent(),
                    call == null ? null : call.asked(),
                    answer);
            return;
        }
        whole(attempt, answer, call.asked());
    }

    private void whole(Attempt attempt, Answered answer, Asked asked) {
        if (!asked.whole() || !answer.text().equals(asked.reply())) {
            findings.add(Rule.TRUNCATED, "not what the provider said in full", attempt.sent(), asked, answer);
        }
        int seq = ChainRules.seqOf(asked);
        if (answer.turn() != seq) {
            String what = "turn " + answer.turn() + " was asked with the prompt of turn " + seq;
            findings.add(Rule.WRONG_PARENT, what, attempt.sent(), asked, answer);
        }
    }
}
