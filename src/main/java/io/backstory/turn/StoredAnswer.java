package io.backstory.turn;

import io.backstory.chat.Answer;
import io.backstory.chat.Message;
import io.backstory.chat.Origin;
import io.backstory.chat.ReplyHead;
import io.backstory.chat.ResponseToken;
import io.backstory.chat.Role;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import java.util.List;
import java.util.Optional;

/** The answer a stored turn was, to be read again. */
public final class StoredAnswer {
    private StoredAnswer() {}

    /**
     * As the client got it when the turn ended; empty for an imported turn, which no model answered.
     *
     * @param id the client named the session by
     * @param owner of the turn
     */
    public static Optional<Answer> of(String id, SessionRef owner, Turn turn) {
        Origin origin = turn.origin();
        String route = turn.facts().route();
        if (origin == null || route == null) {
            return Optional.empty();
        }
        ReplyHead head = new ReplyHead(
                id,
                turn.seq(),
                new ResponseToken(owner.key(), turn.seq(), turn.nonce()).text(),
                route,
                origin,
                turn.createdAt(),
                turn.facts().context(),
                turn.facts().ignored(),
                0,
                null);
        return Optional.of(new Answer(
                head,
                turn.status(),
                turn.finish(),
                turn.facts().providerReason(),
                message(turn),
                turn.usage(),
                turn.facts().context(),
                false));
    }

    private static Message message(Turn turn) {
        return turn.output().isEmpty()
                ? new Message(Role.ASSISTANT, List.of(), null)
                : turn.output().get(0);
    }
}
