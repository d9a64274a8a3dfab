package io.backstory.turn;

import io.backstory.chat.Answer;
import io.backstory.chat.Cut;
import io.backstory.metrics.CommitResult;
import io.backstory.metrics.ConflictResolution;
import io.backstory.metrics.CutReason;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.metrics.HistoryCut;
import io.backstory.metrics.ReplayKind;
import io.backstory.metrics.TurnRecord;
import io.backstory.store.BeginOutcome;
import io.backstory.store.CommitOutcome;

/** Tells the metrics what became of turns. */
final class TurnReport {
    private final GatewayMetrics metrics;

    TurnReport(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    void began(BegunTurn begun) {
        metrics.turnBegan(begun.route().name(), begun.session().version());
    }

    void refused(BeginOutcome outcome) {
        if (outcome instanceof BeginOutcome.Regressed) {
            metrics.historyRegressed();
        }
    }

    void replayed(TurnCall call) {
        metrics.replayed(call.request().attempt().key() == null ? ReplayKind.IMPLICIT : ReplayKind.EXPLICIT);
    }

    void leaseLost() {
        metrics.leaseLost();
    }

    /** @param again whether an earlier try of the same commit had no clear outcome */
    void commitEnded(CommitOutcome outcome, boolean again) {
        metrics.commitEnded(result(outcome, again));
    }

    private static CommitResult result(CommitOutcome outcome, boolean again) {
        if (outcome instanceof CommitOutcome.Committed) {
            return again ? CommitResult.DUPLICATE : CommitResult.OK;
        }
        if (outcome instanceof CommitOutcome.Superseded) {
            return CommitResult.SUPERSEDED;
        }
        if (outcome instanceof CommitOutcome.Fenced) {
            return CommitResult.FENCED;
        }
        return outcome instanceof CommitOutcome.Conflict ? CommitResult.CONFLICT : CommitResult.UNKNOWN;
    }

    void committed(TurnCall call, Recorded recorded) {
        metrics.turnAcknowledged(call.times().committing());
        if (recorded instanceof RecordedTurn turn) {
            committed(turn);
        } else {
            answered(call.tenant(), recorded.answer());
        }
    }

    private void committed(RecordedTurn recorded) {
        BegunTurn begun = recorded.fitted().begun();
        String tenant = begun.opening().call().tenant();
        if (begun.lease().version() == 0) {
            metrics.sessionCreated(tenant);
        }
        answered(tenant, recorded.answer());
        if (recorded.answer().context().newCut()) {
            metrics.historyCut(new HistoryCut(
                    begun.route().name(),
                    begun.route().history().strategy(),
                    CutReason.valueOf(recorded.fitted().fit().plan().reason().name()),
                    droppedNow(begun, recorded.fitted().cut())));
        }
    }

    /** @param recovered whether a shorter prompt was taken */
    void refusedAsTooLong(Prompt prompt, boolean recovered) {
        metrics.lengthError(prompt.route().first().origin(), recovered);
    }

    void answered(String tenant, Answer answer) {
        metrics.turnAnswered(new TurnRecord(
                answer.head().route(), tenant, answer.head().origin(), answer.usage(), answer.context()));
    }

    void notStored(CommitOutcome outcome) {
        if (!(outcome instanceof CommitOutcome.Unknown)) {
            metrics.sessionConflict(ConflictResolution.MOVED);
        }
    }

    /** Tokens of the turns that this cut left out and the one before still showed. */
    private static int droppedNow(BegunTurn begun, Cut cut) {
        int before = begun.session().cut().from();
        return begun.view().stream()
                .filter(turn -> turn.inView() && turn.seq() >= before && turn.seq() < cut.from())
                .mapToInt(turn -> turn.tokens().total())
                .sum();
    }
}
