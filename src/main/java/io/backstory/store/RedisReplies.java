package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.redis.ScriptReply;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginOutcome.Busy;
import io.backstory.store.BeginOutcome.Fork;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what the scripts of {@link RedisSteps} answer; the scripts name the places. */
final class RedisReplies {
    private RedisReplies() {}

    static BeginOutcome begin(BeginTurn turn, ScriptReply reply) {
        return switch (reply.text(0)) {
            case "begun" -> begun(turn, reply);
            case "replay" -> replay(reply);
            case "fork" -> fork(turn, reply);
            case "in_progress" -> new InProgress(Duration.ofMillis(reply.number(1)));
            case "key_reused" -> new KeyReused();
            case "busy" -> new Busy(Duration.ofMillis(reply.number(1)));
            case "not_head" -> new NotHead(reply.count(1));
            case "not_found" -> new NotFound();
            case "regressed" -> new Regressed();
            case "too_deep" -> throw Lines.tooDeep();
            default -> throw unknown(reply);
        };
    }

    private static BeginOutcome replay(ScriptReply reply) {
        return new Replay(turn(reply, 1));
    }

    /** A turn behind its session, generation and seq. */
    private static Turn turn(ScriptReply reply, int index) {
        long generation = RedisKeys.number(reply.text(index + 1));
        return RedisTurn.decode(reply.bytes(index + 3), reply.text(index), generation, reply.count(index + 2));
    }

    private static BeginOutcome fork(BeginTurn turn, ScriptReply reply) {
        if (turn.place() instanceof Place.After after) {
            return new Fork(reply.text(1), new Session.Base(turn.session(), after.seq()));
        }
        throw unknown(reply);
    }

    private static Begun begun(BeginTurn turn, ScriptReply reply) {
        RedisSummary found = new RedisSummary(turn.session().tenant(), reply.list(4));
        BeginTurn.Cached state = new BeginTurn.Cached(found.generation(), found.version(), reply.count(2));
        Lease lease = new Lease(
                found.ref(),
                turn.session(),
                reply.number(1),
                turn.nonce(),
                state.generation(),
                state.version(),
                turn.idempotency());
        Session session = found.session(turns(reply, 5)).withRunning(false);
        return new Begun(lease, session, state, reply.number(3) == 1);
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
    static Optional<Session> read(String tenant, ScriptReply reply) {
        return reply.text(0).equals("not_found")
                ? Optional.empty()
                : Optional.of(new RedisSummary(tenant, reply.list(1)).session(turns(reply, 2)));
    }

    static TurnLookup turn(String tenant, ScriptReply reply) {
        return switch (reply.text(0)) {
            case "found" ->
                new TurnLookup.Found(new RedisSummary(tenant, reply.list(1)).session(List.of()), turn(reply, 2));
            case "running" -> new TurnLookup.Running(new SessionRef(tenant, reply.text(1)), reply.count(2));
            case "not_found" -> new TurnLookup.NotFound();
            default -> throw unknown(reply);
        };
    }

    static Renewal renewal(ScriptReply reply) {
        return switch (reply.text(0)) {
            case "renewed" -> Renewal.RENEWED;
            case "stop" -> Renewal.STOP;
            case "lost" -> Renewal.LOST;
            default -> throw unknown(reply);
        };
    }

    /**
     * Turns of a line behind whose they are: for each part session, generation, first and last seq. None is missing, and
     * every one in its place.
     */
    private static List<Turn> turns(ScriptReply reply, int index) {
        List<String> parts = reply.texts(index);
        List<byte[]> elements = reply.list(index + 1);
        List<Turn> turns = new ArrayList<>(elements.size());
        for (int i = 0; i + 3 < parts.size(); i += 4) {
            long generation = RedisKeys.number(parts.get(i + 1));
            int last = Integer.parseInt(parts.get(i + 3));
            for (int seq = Integer.parseInt(parts.get(i + 2)); seq <= last; seq++) {
                if (turns.size() == elements.size()) {
                    throw Unavailable.because("A stored session lacks turns.");
                }
                turns.add(RedisTurn.decode(elements.get(turns.size()), parts.get(i), generation, seq));
            }
        }
        return turns;
    }

    private static RuntimeException unknown(ScriptReply reply) {
        return Unavailable.because("The session store answered " + reply.text(0) + ".");
    }
}
