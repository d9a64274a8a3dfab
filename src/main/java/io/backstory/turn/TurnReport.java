package io.backstory.turn;

import io.backstory.chat.Answer;
import io.backstory.chat.Cut;
import io.backstory.metrics.ConflictResolution;
import io.backstory.metrics.CutReason;
import io.backstory.metrics.GatewayMetrics;
import io.backstory.metrics.HistoryCut;
import io.backstory.metrics.TurnRecord;
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

    void committed(RecordedTurn recorded) {
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
                    CutReason.OVERFLOW,
                    droppedNow(begun, recorded.fitted().cut())));
        }
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
