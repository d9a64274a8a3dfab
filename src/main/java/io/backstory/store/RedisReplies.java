package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.redis.ScriptReply;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Busy;
import io.backstory.store.BeginOutcome.InProgress;
import io.backstory.store.BeginOutcome.KeyReused;
import io.backstory.store.BeginOutcome.NotFound;
import io.backstory.store.BeginOutcome.NotHead;
import io.backstory.store.BeginOutcome.Regressed;
import io.backstory.store.BeginOutcome.Replay;
import io.backstory.store.CommitOutcome.Committed;
import io.backstory.store.CommitOutcome.Conflict;
import io.backstory.store.CommitOutcome.Fenced;
import io.backstory.store.CommitOutcome.Superseded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads what the scripts of {@link RedisSteps} answer; the scripts name the places. */
final class RedisReplies {
    private RedisReplies() {}

    static BeginOutcome begin(BeginTurn turn, ScriptReply reply) {
        return switch (reply.text(0)) {
            case "begun" -> begun(turn, reply);
            case "replay" -> replay(turn, reply);
            case "in_progress" -> new InProgress(Duration.ofMillis(reply.number(1)));
            case "key_reused" -> new KeyReused();
            case "busy" -> new Busy(Duration.ofMillis(reply.number(1)));
            case "not_head" -> new NotHead(reply.count(1));
            case "not_found" -> new NotFound();
            case "regressed" -> new Regressed();
            default -> throw unknown(reply);
        };
    }

    private static BeginOutcome replay(BeginTurn turn, ScriptReply reply) {
        long generation = RedisKeys.number(reply.text(1));
        return new Replay(RedisTurn.decode(reply.bytes(3), turn.session().hash(), generation, reply.count(2)));
    }

    private static Begun begun(BeginTurn turn, ScriptReply reply) {
        SessionRef ref = turn.session();
        BeginTurn.Cached state = new BeginTurn.Cached(RedisKeys.number(reply.text(2)), reply.count(3), reply.count(4));
        Lease lease = new Lease(
                ref, ref, reply.number(1), turn.nonce(), state.generation(), state.version(), turn.idempotency());
        Instant born = time(reply, 5);
        if (reply.text(8).isEmpty()) {
            return new Begun(lease, Fresh.session(ref, born.toEpochMilli()), state, false);
        }
        boolean onlyNewer = reply.number(9) == 1;
        int known = onlyNewer && turn.cached() != null ? turn.cached().version() : 0;
        Session session = new Session(
                ref,
                state.version(),
                TurnCodec.settings(reply.bytes(8)),
                turns(reply.list(10), ref.hash(), state, known),
                born,
                time(reply, 6),
                time(reply, 7),
                false,
                Session.Lineage.ALONE,
                0);
        return new Begun(lease, session, state, onlyNewer);
    }

    static CommitOutcome commit(ScriptReply reply) {
        return switch (reply.text(0)) {
            case "committed" -> new Committed(reply.count(1));
            case "superseded" -> new Superseded(reply.count(1));
            case "fenced" -> new Fenced();
            case "conflict" -> new Conflict();
            default -> throw unknown(reply);
        };
    }

    /** Empty when there is no such session. */
    static Optional<Session> read(String tenant, String hash, ScriptReply reply, boolean withTurns) {
        if (reply.text(0).equals("not_found")) {
            return Optional.empty();
        }
        BeginTurn.Cached state = new BeginTurn.Cached(RedisKeys.number(reply.text(2)), reply.count(3), reply.count(4));
        return Optional.of(new Session(
                new SessionRef(tenant, reply.text(1)),
                state.version(),
                TurnCodec.settings(reply.bytes(8)),
                withTurns ? turns(reply.list(11), hash, state, reply.count(10) - 1) : List.of(),
                time(reply, 5),
                time(reply, 6),
                time(reply, 7),
                reply.number(9) == 1,
                Session.Lineage.ALONE,
                0));
    }

    /** The turns after {@code known}, every one in its place and none missing. */
    private static List<Turn> turns(List<byte[]> elements, String hash, BeginTurn.Cached state, int known) {
        if (elements.size() != state.version() - known) {
            throw Unavailable.because("A stored session lacks turns.");
        }
        return IntStream.range(0, elements.size())
                .mapToObj(i -> RedisTurn.decode(elements.get(i), hash, state.generation(), known + 1 + i))
                .toList();
    }

    private static Instant time(ScriptReply reply, int index) {
        return Instant.ofEpochMilli(reply.number(index));
    }

    private static RuntimeException unknown(ScriptReply reply) {
        return Unavailable.because("The session store answered " + reply.text(0) + ".");
    }
}
