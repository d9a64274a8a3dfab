package io.backstory.store;

import io.backstory.redis.Durability;
import io.backstory.redis.RedisScripts;
import io.backstory.redis.ScriptCall;
import io.backstory.redis.ScriptReply;
import io.backstory.store.RedisIndex.Entry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Looks through the lists of sessions for what has ended: entries of expired sessions, and branches left by a deletion that
 * was broken off. Keys end by themselves; only members of lists do not.
 *
 * <p>One page a minute, of one list of one of the tenants this gateway served, so that it costs next to nothing however
 * many sessions there are.
 */
final class RedisPurge {
    private static final long EVERY_MS = Duration.ofMinutes(1).toMillis();
    private static final int PAGE = 100;

    private final Vertx vertx;
    private final RedisScripts scripts;
    private final Supplier<Durability> durability;
    private final Duration patience;
    private final Set<String> tenants = ConcurrentHashMap.newKeySet();
    private final Queue<Position> next = new ConcurrentLinkedQueue<>();
    private final long timer;

    /** Begins at once, with its first page in a minute. */
    RedisPurge(Vertx vertx, RedisScripts scripts, Supplier<Durability> durability, Duration patience) {
        this.vertx = vertx;
        this.scripts = scripts;
        this.durability = durability;
        this.patience = patience;
        this.timer = vertx.setPeriodic(EVERY_MS, id -> sweep());
    }

    /** How far one list was looked through. */
    private record Position(String tenant, String list, Entry after) {
        Position at(Entry last) {
            return new Position(tenant, list, last);
        }
    }

    /** Has the tenant's lists looked through too. */
    void serves(String tenant) {
        if (tenants.add(tenant)) {
            next.add(new Position(tenant, RedisKeys.index(tenant), Entry.NONE));
            next.add(new Position(tenant, RedisKeys.branchIndex(tenant), Entry.NONE));
        }
    }

    /** The timer's work: a page of the list whose turn it is. What fails is tried again when its turn comes round. */
    Future<?> sweep() {
        Position from = next.poll();
        return from == null
                ? Future.succeededFuture()
                : page(from).otherwise(from.at(Entry.NONE)).onSuccess(next::add);
    }

    private Future<Position> page(Position from) {
        return scripts.run(RedisIndex.oldest(from.tenant, from.list, PAGE, from.after), patience)
                .compose(reply -> look(from, Entry.of(reply)));
    }

    private Future<Position> look(Position from, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Future.succeededFuture(from.at(Entry.NONE));
        }
        List<ScriptCall> calls = entries.stream()
                .map(entry -> RedisIndex.sweep(from.tenant, entry.hash()))
                .toList();
        return scripts.run(calls, Durability.PRIMARY, patience)
                .compose(ran -> remove(from.tenant, entries, ran.replies()))
                .map(removed -> from.at(entries.size() < PAGE ? Entry.NONE : entries.get(entries.size() - 1)));
    }

    private Future<?> remove(String tenant, List<Entry> entries, List<ScriptReply> replies) {
        List<String> gone = new ArrayList<>();
        List<String> left = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            String state = replies.get(i).text(0);
            if (state.equals("gone")) {
                gone.addAll(List.of(entry.hash(), entry.score()));
            } else if (state.equals("left")) {
                left.add(entry.hash());
            }
        }
        Future<?> deleted = left.isEmpty()
                ? Future.succeededFuture()
                : new RedisDeletion(scripts, durability.get(), patience, tenant).ofLeft(left);
        return gone.isEmpty()
                ? deleted
                : deleted.compose(done -> scripts.run(RedisIndex.remove(tenant, gone), patience));
    }

    void close() {
        vertx.cancelTimer(timer);
    }
}
