package io.backstory.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backstory.chat.Bytes;
import io.backstory.chat.Cut;
import io.backstory.chat.FinishReason;
import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Message;
import io.backstory.chat.Origin;
import io.backstory.chat.ReplyFacts;
import io.backstory.chat.Role;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.TokenCounts;
import io.backstory.chat.Turn;
import io.backstory.chat.TurnStatus;
import io.backstory.chat.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Plain turns, and the calls around them. */
final class Turns {
    static final Duration RETENTION = Duration.ofHours(6);

    private Turns() {}

    static Turn turn(int seq, long nonce) {
        return saying("question " + seq, seq, nonce);
    }

    /** A turn whose question has {@code size} characters. */
    static Turn large(int seq, long nonce, int size) {
        return saying("x".repeat(size), seq, nonce);
    }

    private static Turn saying(String question, int seq, long nonce) {
        return new Turn(
                seq,
                nonce,
                TurnStatus.COMPLETED,
                Instant.parse("2027-01-15T08:00:00Z"),
                List.of(Message.text(Role.USER, question)),
                List.of(Message.text(Role.ASSISTANT, "answer " + seq)),
                FinishReason.STOP,
                new Origin("openai", "main", "gpt"),
                Usage.reported(10, 5),
                new TokenCounts(4, 5),
                Cut.NONE,
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo());
    }

    static SessionRef ref(String id) {
        return new SessionRef("acme", id);
    }

    /** Begins a turn in a session that need not exist yet. */
    static BeginTurn begin(SessionRef ref, long nonce) {
        return new BeginTurn(ref, nonce, true, null, null);
    }

    /** Begins the first turn of a branch that shares the turns of {@code base} up to {@code turn}. */
    static BeginTurn branch(SessionRef branch, long nonce, SessionRef base, int turn) {
        return begin(branch, nonce).at(new Place.Line(new Session.Base(base, turn)));
    }

    /** Begins a turn on this very session, wherever its name has moved. */
    static BeginTurn line(SessionRef session, long nonce) {
        return begin(session, nonce).at(new Place.Line(null));
    }

    static Turn erased(Turn turn) {
        return new Turn(
                turn.seq(),
                turn.nonce(),
                TurnStatus.ERASED,
                turn.createdAt(),
                List.of(),
                List.of(),
                turn.finish(),
                turn.origin(),
                turn.usage(),
                turn.tokens(),
                turn.cut(),
                null,
                Map.of(),
                ReplyFacts.NONE,
                new FragmentMemo());
    }

    /** A request that is recognised by {@code key}. */
    static Idempotency request(Idempotency.Mode mode, String key, String body) {
        return new Idempotency(mode, padded(key), padded(body));
    }

    private static Bytes padded(String text) {
        return Bytes.wrap(Arrays.copyOf(text.getBytes(UTF_8), 32));
    }

    static CommitTurn commit(Turn... turns) {
        return commit(SessionSettings.EMPTY.withRoute("fast"), turns);
    }

    static CommitTurn commit(SessionSettings settings, Turn... turns) {
        return new CommitTurn(List.of(turns), settings, RETENTION);
    }

    /** The turn that a lease is for. */
    static CommitTurn next(Lease lease) {
        return commit(turn(lease.version() + 1, lease.nonce()));
    }
}
