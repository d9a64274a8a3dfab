package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.redis.Durability;
import io.backstory.redis.RedisScripts;
import io.backstory.redis.ScriptCall;
import io.backstory.redis.ScriptReply;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds what branched from a session: first which there are, then some of them at a time. */
final class RedisBranches {
    private static final int AT_ONCE = 100;
    private static final Comparator<Session> OLDEST_FIRST = Comparator.comparing(Session::createdAt)
            .thenComparing(session -> session.ref().id());

    private final RedisScripts scripts;
    private final Duration patience;
    private final SessionRef root;
    private final List<Session> found = new ArrayList<>();

    RedisBranches(RedisScripts scripts, Duration patience, SessionRef root) {
        this.scripts = scripts;
        this.patience = patience;
        this.root = root;
    }

    Future<Optional<List<Session>>> read() {
        return scripts.run(RedisSteps.branches(root), patience).compose(reply -> look(reply.texts(1)));
    }

    private Future<Optional<List<Session>>> look(List<String> hashes) {
        if (hashes.isEmpty()) {
            return Future.succeededFuture(sorted());
        }
        int some = Math.min(AT_ONCE, hashes.size());
        List<ScriptCall> reads = hashes.subList(0, some).stream()
                .map(hash -> RedisSteps.summary(root.tenant(), hash))
                .toList();
        return scripts.run(reads, Durability.PRIMARY, patience).compose(ran -> {
            ran.replies().forEach(this::keep);
            return look(hashes.subList(some, hashes.size()));
        });
    }

    private void keep(ScriptReply reply) {
        RedisReplies.read(root.tenant(), reply).ifPresent(found::add);
    }

    /** Empty when there is no root, or no more. */
    private Optional<List<Session>> sorted() {
        boolean there = found.stream().anyMatch(session -> session.ref().equals(root));
        Comparator<Session> rootFirst =
                Comparator.comparing(session -> !session.ref().equals(root));
        return there
                ? Optional.of(found.stream()
                        .sorted(rootFirst.thenComparing(OLDEST_FIRST))
                        .toList())
                : Optional.empty();
    }
}
