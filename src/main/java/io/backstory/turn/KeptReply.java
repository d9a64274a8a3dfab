package io.backstory.turn;

import io.backstory.chat.Answer;
import io.backstory.chat.Cut;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import io.backstory.store.CommitTurn;
import io.backstory.store.Idempotency;
import io.backstory.store.Lease;
import java.util.List;
import java.util.Map;

/** The reply to a request that names no session but has a key: kept for a repetition, as the only turn of a hidden session. */
record KeptReply(Lease lease, Turn turn, Answer answer) implements Recorded {

    static KeptReply of(Lease lease, PassThrough plain, AskedTurn asked) {
        Answer answer = plain.answered(asked);
        return new KeptReply(lease, turn(lease, asked, answer), answer);
    }

    @Override
    public CommitTurn stored(SessionLimits limits) {
        return new CommitTurn(List.of(turn), SessionSettings.EMPTY, Idempotency.Mode.EXPLICIT.lifetime());
    }

    /** Without the prompt: nothing will ever go on from here. */
    private static Turn turn(Lease lease, AskedTurn asked, Answer answer) {
        return new Turn(
                lease.version() + 1,
                lease.nonce(),
                answer.status(),
                answer.head().createdAt(),
                List.of(),
                RecordedTurn.output(answer.message()),
                answer.finish(),
                answer.head().origin(),
                answer.usage(),
                new TokenCounts(0, 0),
                Cut.NONE,
                null,
                Map.of(),
                new ReplyFacts(
                        answer.head().route(),
                        answer.providerReason(),
                        answer.context(),
                        answer.head().ignored(),
                        asked.recording().envelope()),
                new FragmentMemo());
    }
}
