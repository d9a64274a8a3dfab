package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.redis.RedisScript;
import io.backstory.redis.ScriptCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of a turn as calls of their scripts, which begin with what they share. */
final class RedisSteps {
    private static final RedisScript LINES = RedisScript.resource(RedisSteps.class, "lines");
    private static final RedisScript BEGIN = script("begin");
    private static final RedisScript RENEW = script("renew");
    private static final RedisScript COMMIT = script("commit");
    private static final RedisScript ABORT = script("abort");
    private static final RedisScript READ = script("read");
    private static final RedisScript TURN = script("turn");
    private static final RedisScript BRANCHES = script("branches");
    private static final RedisScript INTERRUPT = script("interrupt");
    private static final RedisScript DELETE = script("delete");
    private static final RedisScript FORGET = script("forget");

    private static final long LEASE_MS = Leases.TTL.toMillis();

    /** How long the fence of a session without a turn is remembered, and the tombstone of a deleted one. */
    private static final long UNBORN_MS = Duration.ofHours(1).toMillis();

    private static final long TOMBSTONE_MS = Duration.ofHours(24).toMillis();

    /** What a session has left at least while a turn of it runs. */
    private static final long ALIVE_MS = Duration.ofMinutes(1).toMillis();

    private RedisSteps() {}

    static RedisScript script(String name) {
        String source = RedisScript.resource(RedisSteps.class, name).source();
        return RedisScript.of(name, LINES.source() + source.substring(source.indexOf('\n') + 1));
    }

    static ScriptCall begin(BeginTurn turn, long newGeneration) {
        SessionRef ref = turn.session();
        String hash = ref.hash();
        BeginTurn.Cached cached = turn.cached();
        List<Object> arguments =
                new ArrayList<>(List.of(ref.tenant(), ref.id(), RedisKeys.hex(turn.nonce()), LEASE_MS));
        arguments.addAll(record(turn.idempotency()));
        arguments.add(cached == null ? "" : RedisKeys.hex(cached.generation()));
        arguments.add(cached == null ? 0 : cached.version());
        arguments.add(cached == null ? 0 : cached.revision());
        arguments.add(RedisKeys.hex(newGeneration));
        arguments.add(turn.create() ? 1 : 0);
        Integer expected = turn.expectedVersion();
        arguments.add(expected == null ? "" : expected);
        arguments.add(UNBORN_MS);
        arguments.addAll(place(turn));
        return new ScriptCall(
                BEGIN,
                hash,
                List.of(RedisKeys.meta(hash), RedisKeys.turns(hash), RedisKeys.record(hash, turn.idempotency())),
                arguments);
    }

    private static List<Object> place(BeginTurn turn) {
        if (turn.place() instanceof Place.Line line) {
            Session.Base base = line.base();
            return base == null
                    ? List.of("line", "", "")
                    : List.of("line", base.session().hash(), base.turn());
        } else if (turn.place() instanceof Place.After after) {
            return List.of("after", after.seq(), RedisKeys.hex(after.nonce()), after.branch());
        }
        return List.of("head", "", "");
    }

    /** Mode, fingerprint and lifetime of the record of a request. */
    private static List<Object> record(@Nullable Idempotency idempotency) {
        if (idempotency == null) {
            return List.of("", "", 0);
        }
        String mode =
                switch (idempotency.mode()) {
                    case EXPLICIT -> "E";
                    case IMPLICIT_RETRY -> "I";
                    case IMPLICIT_FIRST -> "W";
                };
        return List.of(
                mode,
                RedisKeys.base64(idempotency.fingerprint()),
                idempotency.mode().lifetime().toMillis());
    }

    static ScriptCall renew(Lease lease) {
        String hash = lease.session().hash();
        return new ScriptCall(RENEW, hash, ofSession(hash), List.of(token(lease), LEASE_MS, ALIVE_MS));
    }

    static ScriptCall commit(Lease lease, CommitTurn turn) {
        String hash = lease.session().hash();
        List<Object> arguments = new ArrayList<>(
                List.of(token(lease), RedisKeys.hex(lease.generation()), lease.version(), turnId(turn)));
        arguments.add(turn.retention().toMillis());
        arguments.add(TurnCodec.encode(turn.settings()));
        arguments.add(turn.keepFrom());
        arguments.addAll(record(lease.idempotency()));
        arguments.addAll(moved(turn.moved()));
        arguments.addAll(elements(lease, turn));
        List<String> keys = new ArrayList<>(ofSession(hash));
        for (Lease each : turn.ends(lease)) {
            keys.add(RedisKeys.record(each.name().hash(), each.idempotency()));
        }
        return new ScriptCall(COMMIT, hash, keys, arguments);
    }

    /** The nonce of the last turn. */
    private static String turnId(CommitTurn turn) {
        List<Turn> turns = turn.turns();
        return turns.isEmpty() ? "" : RedisKeys.hex(turns.get(turns.size() - 1).nonce());
    }

    private static List<Object> moved(@Nullable Lease line) {
        List<Object> arguments = new ArrayList<>(
                line == null
                        ? List.of("", "", "")
                        : List.of(
                                token(line), line.session().hash(), line.name().hash()));
        arguments.addAll(record(line == null ? null : line.idempotency()));
        return arguments;
    }

    private static List<Object> elements(Lease lease, CommitTurn turn) {
        String hash = lease.session().hash();
        List<Object> elements = new ArrayList<>();
        elements.add(turn.replaced().size());
        for (Turn each : turn.replaced()) {
            elements.add(RedisTurn.encode(hash, lease.generation(), each, null));
        }
        for (Turn each : turn.turns()) {
            boolean last = each.seq() == lease.version() + turn.turns().size();
            elements.add(RedisTurn.encode(hash, lease.generation(), each, last ? lease.idempotency() : null));
        }
        return elements;
    }

    static ScriptCall abort(Lease lease) {
        String record = RedisKeys.record(lease.name().hash(), lease.idempotency());
        return abort(lease.session(), lease.nonce(), record, token(lease));
    }

    /** Of a turn whose begin was never answered. */
    static ScriptCall abort(BeginTurn turn) {
        String record = RedisKeys.record(turn.session().hash(), turn.idempotency());
        return abort(turn.session(), turn.nonce(), record, "");
    }

    private static ScriptCall abort(SessionRef ref, long nonce, String record, String token) {
        String hash = ref.hash();
        return new ScriptCall(
                ABORT, hash, List.of(RedisKeys.meta(hash), record), List.of(RedisKeys.hex(nonce), UNBORN_MS, token));
    }

    /** What a name stands for. */
    static ScriptCall read(SessionRef name) {
        return new ScriptCall(READ, name.hash(), ofSession(name.hash()), List.of(name.tenant(), 1, 1));
    }

    /** One very session without its turns, by its hash: a listing knows no more. */
    static ScriptCall summary(String tenant, String hash) {
        return new ScriptCall(READ, hash, ofSession(hash), List.of(tenant, 0, 0));
    }

    static ScriptCall turn(TurnName name) {
        String hash = RedisKeys.hash(name);
        return new ScriptCall(TURN, hash, ofSession(hash), named(name));
    }

    static ScriptCall interrupt(TurnName name) {
        String hash = RedisKeys.hash(name);
        return new ScriptCall(INTERRUPT, hash, List.of(RedisKeys.meta(hash)), named(name));
    }

    static String tenant(TurnName name) {
        return String.valueOf(named(name).get(0));
    }

    /** Tenant, way, seq and nonce. */
    private static List<Object> named(TurnName name) {
        if (name instanceof TurnName.Numbered it) {
            return List.of(it.session().tenant(), "numbered", it.seq(), "");
        } else if (name instanceof TurnName.Newest it) {
            return List.of(it.session().tenant(), "newest", 0, "");
        } else if (name instanceof TurnName.Token it) {
            return List.of(
                    it.tenant(),
                    "token",
                    it.token().seq(),
                    RedisKeys.hex(it.token().nonce()));
        }
        throw new AssertionError("no way to find " + name.getClass());
    }

    static ScriptCall branches(SessionRef ref) {
        String hash = ref.hash();
        return new ScriptCall(
                BRANCHES, hash, List.of(RedisKeys.meta(hash), RedisKeys.branches(hash)), List.of(ref.tenant()));
    }

    /** @param branchOf deletes only what branched from that */
    static ScriptCall delete(String tenant, String hash, @Nullable Gone branchOf) {
        return new ScriptCall(
                DELETE,
                hash,
                List.of(RedisKeys.meta(hash), RedisKeys.turns(hash), RedisKeys.branches(hash)),
                List.of(
                        tenant,
                        RedisKeys.hex(Fresh.generation()),
                        TOMBSTONE_MS,
                        branchOf == null ? "" : branchOf.hash(),
                        branchOf == null ? "" : branchOf.generation()));
    }

    /** A session that is deleted, and the generation it had. */
    record Gone(String hash, String generation) {
        /** Stands for whatever base, of a branch that has lost it; a tombstone counts as such. */
        static final Gone ANY = new Gone("left", "");
    }

    static ScriptCall forget(String hash, List<String> records) {
        List<String> keys = new ArrayList<>(List.of(RedisKeys.branches(hash)));
        keys.addAll(records);
        return new ScriptCall(FORGET, hash, keys, List.of());
    }

    private static List<String> ofSession(String hash) {
        return List.of(RedisKeys.meta(hash), RedisKeys.turns(hash));
    }

    private static String token(Lease lease) {
        return lease.fence() + "." + RedisKeys.hex(lease.nonce());
    }
}
