package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.redis.Durability;
import io.backstory.redis.RedisScripts;
import io.backstory.redis.ScriptCall;
import io.backstory.redis.ScriptReply;
import io.backstory.store.RedisIndex.Entry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pages through a tenant's sessions. The list only says where to look: what is shown is read from the sessions, and those
 * that are gone are taken out of the list on the way.
 */
final class RedisListing {
    private final RedisScripts scripts;
    private final Duration patience;
    private final String tenant;
    private final PageRequest page;
    private final List<Session> found = new ArrayList<>();

    RedisListing(RedisScripts scripts, Duration patience, String tenant, PageRequest page) {
        this.scripts = scripts;
        this.patience = patience;
        this.tenant = tenant;
        this.page = page;
    }

    Future<SessionPage> read() {
        String after = page.after();
        if (after == null) {
            return next("", "");
        }
        if (!SessionRef.isValidId(after)) {
            return Future.failedFuture(SqliteListing.unknownCursor());
        }
        return next(new SessionRef(tenant, after).hash(), "");
    }

    private Future<SessionPage> next(String after, String place) {
        int wanted = page.limit() + 1 - found.size();
        return scripts.run(RedisIndex.page(tenant, page.newestFirst(), wanted, after, place), patience)
                .compose(reply -> reply.text(0).equals("unknown") ? elsewhere() : look(Entry.of(reply), wanted));
    }

    /** The session to go on after is not listed: deleted, perhaps, and then it still knows its place. */
    private Future<SessionPage> elsewhere() {
        SessionRef ref = new SessionRef(tenant, String.valueOf(page.after()));
        return scripts.run(RedisIndex.place(ref), patience)
                .compose(reply -> reply.text(0).isEmpty()
                        ? Future.failedFuture(SqliteListing.unknownCursor())
                        : next(ref.hash(), reply.text(0)));
    }

    private Future<SessionPage> look(List<Entry> entries, int wanted) {
        if (entries.isEmpty()) {
            return Future.succeededFuture(done());
        }
        List<ScriptCall> reads = entries.stream()
                .map(entry -> RedisSteps.summary(tenant, entry.hash()))
                .toList();
        return scripts.run(reads, Durability.PRIMARY, patience).compose(ran -> {
            keep(entries, ran.replies());
            boolean end = entries.size() < wanted || found.size() > page.limit();
            Entry last = entries.get(entries.size() - 1);
            return end ? Future.succeededFuture(done()) : next(last.hash(), last.score());
        });
    }

    private void keep(List<Entry> entries, List<ScriptReply> replies) {
        List<String> gone = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            Optional<Session> session = RedisReplies.read(tenant, replies.get(i));
            session.ifPresentOrElse(found::add, () -> gone.addAll(List.of(entry.hash(), entry.score())));
        }
        if (!gone.isEmpty()) {
            scripts.run(RedisIndex.remove(tenant, gone), patience);
        }
    }

    private SessionPage done() {
        return new SessionPage(found.stream().limit(page.limit()).toList(), found.size() > page.limit());
    }
}
