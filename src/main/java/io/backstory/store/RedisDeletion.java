package io.backstory.store;

import io.backstory.chat.SessionRef;
import io.backstory.redis.Durability;
import io.backstory.redis.RedisScripts;
import io.backstory.redis.ScriptCall;
import io.backstory.redis.ScriptReply;
import io.backstory.store.RedisSteps.Gone;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes a session, then its branches, then theirs. From the first step on no branch can be read any more. A deletion that
 * was broken off goes on when it is asked for again, as each tombstone still knows what it has left.
 */
final class RedisDeletion {
    private static final int AT_ONCE = 100;
    private static final int KEYS_AT_ONCE = 500;

    private final RedisScripts scripts;
    private final Durability durability;
    private final Duration patience;
    private final String tenant;
    private final List<ScriptCall> rest = new ArrayList<>();
    private final List<String> unlisted = new ArrayList<>();
    private final List<String> branches = new ArrayList<>();
    private boolean existed;

    /** @param patience of one try to delete some sessions */
    RedisDeletion(RedisScripts scripts, Durability durability, Duration patience, String tenant) {
        this.scripts = scripts;
        this.durability = durability;
        this.patience = patience;
        this.tenant = tenant;
    }

    /** @param branchOf null for the session that is to be deleted itself */
    private record Doomed(String hash, @Nullable Gone branchOf) {}

    Future<Deletion> of(SessionRef session) {
        return all(List.of(new Doomed(session.hash(), null)))
                .compose(gone -> forget())
                .map(forgotten -> new Deletion(existed, branches));
    }

    /** What deletions that were broken off, and bases that ended before their branches, have left. */
    Future<Deletion> ofLeft(List<String> hashes) {
        return all(hashes.stream().map(hash -> new Doomed(hash, Gone.ANY)).toList())
                .compose(gone -> forget())
                .map(forgotten -> new Deletion(false, branches));
    }

    private Future<Void> all(List<Doomed> doomed) {
        if (doomed.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Doomed> now = doomed.subList(0, Math.min(AT_ONCE, doomed.size()));
        List<ScriptCall> calls = now.stream()
                .map(it -> RedisSteps.delete(tenant, it.hash(), it.branchOf()))
                .toList();
        return scripts.run(calls, durability, patience).compose(ran -> {
            if (!ran.safe()) {
                return Future.failedFuture(Unavailable.because("It cannot be told whether the session is gone."));
            }
            List<Doomed> left = new ArrayList<>(doomed.subList(now.size(), doomed.size()));
            for (int i = 0; i < now.size(); i++) {
                left.addAll(deleted(now.get(i), ran.replies().get(i)));
            }
            return all(left);
        });
    }

    /** What branched from it is next. */
    private List<Doomed> deleted(Doomed one, ScriptReply reply) {
        if (reply.text(0).equals("deleted")) {
            if (one.branchOf() == null) {
                existed = true;
            } else {
                branches.add(reply.text(1));
            }
        }
        if (!reply.text(0).equals("unknown")) {
            note(one.hash(), reply.texts(3));
        }
        Gone gone = new Gone(one.hash(), reply.text(2));
        return reply.texts(4).stream().map(hash -> new Doomed(hash, gone)).toList();
    }

    /** What else there is of it; it holds no content, belongs to no session any more and ends by itself within a day. */
    private void note(String hash, List<String> records) {
        for (int i = 0; i == 0 || i < records.size(); i += KEYS_AT_ONCE) {
            rest.add(RedisSteps.forget(hash, records.subList(i, Math.min(records.size(), i + KEYS_AT_ONCE))));
        }
        unlisted.addAll(List.of(hash, ""));
    }

    private Future<?> forget() {
        for (int i = 0; i < unlisted.size(); i += KEYS_AT_ONCE) {
            rest.add(RedisIndex.remove(tenant, unlisted.subList(i, Math.min(unlisted.size(), i + KEYS_AT_ONCE))));
        }
        return scripts.run(rest, Durability.PRIMARY, patience).transform(end -> Future.succeededFuture());
    }
}
