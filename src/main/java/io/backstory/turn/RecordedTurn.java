package io.backstory.turn;

import io.backstory.chat.Answer;
import io.backstory.chat.ContextReport;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import io.backstory.chat.Usage;
import io.backstory.store.CommitTurn;
import io.backstory.store.Lease;
import io.backstory.turn.RecordedReply.Recording;
import io.backstory.window.Booking;
import java.time.Duration;
import java.util.List;

/** A turn as it will be stored, and the answer it becomes once it is. */
record RecordedTurn(FittedTurn fitted, List<Turn> turns, Answer answer) implements Recorded {
    RecordedTurn {
        turns = List.copyOf(turns);
    }

    static RecordedTurn of(FittedTurn fitted, AskedTurn asked, Usage usage, Booking booking) {
        Turn turn = turn(fitted, asked, usage, booking.counts());
        List<Turn> turns = fitted.imported() == null ? List.of(turn) : List.of(fitted.imported(), turn);
        return new RecordedTurn(fitted, turns, answer(asked, usage));
    }

    @Override
    public Lease lease() {
        return fitted.begun().lease();
    }

    @Override
    public CommitTurn stored(SessionLimits limits) {
        BegunTurn begun = fitted.begun();
        CommitTurn turn = new CommitTurn(turns, begun.settings(), Duration.ZERO);
        return limits.bounded(begun.session(), begun.left() == null ? turn : turn.moving(begun.left()));
    }

    private static Turn turn(FittedTurn fitted, AskedTurn asked, Usage usage, TokenCounts tokens) {
        BegunTurn begun = fitted.begun();
        FinishReason finish = asked.recording().finish();
        return new Turn(
                fitted.seq(),
                begun.opening().nonce(),
                asked.recording().status(),
                fitted.createdAt(),
                begun.input().input(),
                output(asked.recording().message()),
                finish,
                asked.head().origin(),
                usage,
                tokens,
                fitted.cut(),
                begun.settingsChange(),
                begun.request().metadata(),
                facts(fitted, asked, usage),
                new FragmentMemo());
    }

    private static ReplyFacts facts(FittedTurn fitted, AskedTurn asked, Usage usage) {
        return new ReplyFacts(
                fitted.route().name(),
                asked.recording().providerReason(),
                context(asked, usage),
                asked.head().ignored(),
                asked.recording().envelope());
    }

    private static ContextReport context(AskedTurn asked, Usage usage) {
        ContextReport planned = asked.head().context();
        return usage.estimated() ? planned : planned.withExactTokens(usage.inputTotal());
    }

    /** A reply without a single block is stored as no message: no provider takes an empty one back. */
    static List<Message> output(Message message) {
        return message.content().isEmpty() ? List.of() : List.of(message);
    }

    private static Answer answer(AskedTurn asked, Usage usage) {
        Recording recording = asked.recording();
        return new Answer(
                asked.head(),
                recording.status(),
                recording.finish(),
                recording.providerReason(),
                recording.message(),
                usage,
                context(asked, usage),
                false);
    }
}
