package io.backstory.store;

import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.redis.RedisScript;
import io.backstory.redis.ScriptCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of a turn as calls of their scripts. */
final class RedisSteps {
    private static final RedisScript BEGIN = script("begin");
    private static final RedisScript RENEW = script("renew");
    private static final RedisScript COMMIT = script("commit");
    private static final RedisScript ABORT = script("abort");
    private static final RedisScript READ = script("read");
    private static final RedisScript DELETE = script("delete");
    private static final RedisScript FORGET = script("forget");
    private static final RedisScript INDEX = script("index");
    private static final RedisScript PAGE = script("page");
    private static final RedisScript PLACE = script("place");
    private static final RedisScript UNLIST = script("unlist");

    private static final long LEASE_MS = Leases.TTL.toMillis();

    /** How long the fence of a session without a turn is remembered, and the tombstone of a deleted one. */
    private static final long UNBORN_MS = Duration.ofHours(1).toMillis();

    private static final long TOMBSTONE_MS = Duration.ofHours(24).toMillis();

    /** What a session has left at least while a turn of it runs. */
    private static final long ALIVE_MS = Duration.ofMinutes(1).toMillis();

    private RedisSteps() {}

    private static RedisScript script(String name) {
        return RedisScript.resource(RedisSteps.class, name);
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
        return new ScriptCall(
                BEGIN,
                hash,
                List.of(RedisKeys.meta(hash), RedisKeys.turns(hash), RedisKeys.record(hash, turn.idempotency())),
                arguments);
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
        List<Turn> turns = turn.turns();
        Idempotency idempotency = lease.idempotency();
        String turnId =
                turns.isEmpty() ? "" : RedisKeys.hex(turns.get(turns.size() - 1).nonce());
        List<Object> arguments =
                new ArrayList<>(List.of(token(lease), RedisKeys.hex(lease.generation()), lease.version(), turnId));
        arguments.addAll(record(idempotency));
        arguments.add(turn.retention().toMillis());
        arguments.add(TurnCodec.encode(turn.settings()));
        for (Turn each : turns) {
            boolean last = each.seq() == lease.version() + turns.size();
            arguments.add(RedisTurn.encode(hash, lease.generation(), each, last ? idempotency : null));
        }
        return new ScriptCall(
                COMMIT,
                hash,
                List.of(RedisKeys.meta(hash), RedisKeys.turns(hash), RedisKeys.record(hash, idempotency)),
                arguments);
    }

    static ScriptCall abort(Lease lease) {
        return abort(lease.session(), lease.nonce(), lease.idempotency(), token(lease));
    }

    /** Of a turn whose begin was never answered. */
    static ScriptCall abort(BeginTurn turn) {
        return abort(turn.session(), turn.nonce(), turn.idempotency(), "");
    }

    private static ScriptCall abort(SessionRef ref, long nonce, @Nullable Idempotency idempotency, String token) {
        String hash = ref.hash();
        return new ScriptCall(
                ABORT,
                hash,
                List.of(RedisKeys.meta(hash), RedisKeys.record(hash, idempotency)),
                List.of(RedisKeys.hex(nonce), UNBORN_MS, token));
    }

    /** @param hash of the session; a listing knows no more */
    static ScriptCall read(String tenant, String hash, boolean withTurns) {
        return new ScriptCall(READ, hash, ofSession(hash), List.of(tenant, withTurns ? 1 : 0));
    }

    static ScriptCall delete(SessionRef ref, long newGeneration) {
        String hash = ref.hash();
        return new ScriptCall(
                DELETE, hash, ofSession(hash), List.of(ref.tenant(), RedisKeys.hex(newGeneration), TOMBSTONE_MS));
    }

    static ScriptCall forget(String hash, List<String> keys) {
        return new ScriptCall(FORGET, hash, keys, List.of());
    }

    static ScriptCall index(SessionRef ref, Duration retention) {
        return new ScriptCall(INDEX, ref.hash(), List.of(RedisKeys.index(ref.tenant())), List.of(retention.toMillis()));
    }

    /** @param entries hashes with the scores they were found with, "" for any */
    static ScriptCall unlist(String tenant, List<String> entries) {
        return new ScriptCall(UNLIST, RedisKeys.tenant(tenant), List.of(RedisKeys.index(tenant)), entries);
    }

    /** @param place of the session to go on after, where the list does not know it */
    static ScriptCall page(String tenant, boolean newestFirst, int limit, String after, String place) {
        return new ScriptCall(
                PAGE,
                RedisKeys.tenant(tenant),
                List.of(RedisKeys.index(tenant)),
                List.of(newestFirst ? 1 : 0, limit, after, place));
    }

    static ScriptCall place(SessionRef ref) {
        return new ScriptCall(PLACE, ref.hash(), List.of(RedisKeys.meta(ref.hash())), List.of(ref.tenant()));
    }

    private static List<String> ofSession(String hash) {
        return List.of(RedisKeys.meta(hash), RedisKeys.turns(hash));
    }

    private static String token(Lease lease) {
        return lease.fence() + "." + RedisKeys.hex(lease.nonce());
    }
}
