package io.backstory.store;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What the memory store keeps of a session. Times are in epoch milliseconds. */
record MemorySession(
        SessionRef ref,
        BeginTurn.Cached state,
        long fence,
        SessionSettings settings,
        List<Turn> turns,
        long born,
        long touched,
        long expires,
        boolean deleted) {
    private static final Comparator<MemorySession> BY_USE = Comparator.comparingLong(MemorySession::touched)
            .thenComparing(it -> it.ref().key().unsafeArray(), Arrays::compareUnsigned);

    MemorySession {
        turns = List.copyOf(turns);
    }

    static MemorySession empty(Lease lease, long now) {
        BeginTurn.Cached state = new BeginTurn.Cached(lease.generation(), 0, 0);
        return new MemorySession(
                lease.session(), state, lease.fence(), SessionSettings.EMPTY, List.of(), now, now, now, false);
    }

    MemorySession with(Lease lease, CommitTurn commit, long now) {
        List<Turn> all = new ArrayList<>(turns);
        all.addAll(commit.turns());
        BeginTurn.Cached grown = new BeginTurn.Cached(state.generation(), all.size(), state.revision());
        long end = now + commit.retention().toMillis();
        return new MemorySession(ref, grown, lease.fence(), commit.settings(), all, born, now, end, false);
    }

    MemorySession tombstone(long lastFence, long now) {
        BeginTurn.Cached gone = new BeginTurn.Cached(Fresh.generation(), 0, 0);
        long end = now + SqliteDelete.TOMBSTONE.toMillis();
        return new MemorySession(
                ref, gone, Math.max(fence, lastFence), SessionSettings.EMPTY, List.of(), born, touched, end, true);
    }

    boolean isGone(long now) {
        return deleted || expires <= now;
    }

    boolean isAt(Lease lease) {
        return !deleted && state.generation() == lease.generation() && state.version() == lease.version();
    }

    /** Whether exactly this commit is what follows the lease's version. */
    boolean holds(Lease lease, List<Turn> committed) {
        int last = lease.version() + committed.size();
        return !deleted
                && !committed.isEmpty()
                && state.generation() == lease.generation()
                && state.version() >= last
                && turns.get(last - 1).nonce()
                        == committed.get(committed.size() - 1).nonce();
    }

    Session session(SessionRef name, int known) {
        return new Session(
                name,
                state.version(),
                settings,
                turns.subList(known, turns.size()),
                Instant.ofEpochMilli(born),
                Instant.ofEpochMilli(touched),
                Instant.ofEpochMilli(expires),
                false);
    }

    private Session summary() {
        return session(ref, turns.size());
    }

    /** One page of {@code all} in the order the database gives. */
    static SessionPage page(List<MemorySession> all, String tenant, PageRequest page, long now) {
        Comparator<MemorySession> order = page.newestFirst() ? BY_USE.reversed() : BY_USE;
        List<MemorySession> own = all.stream()
                .filter(it -> it.ref.tenant().equals(tenant))
                .sorted(order)
                .toList();
        List<Session> rest = own.subList(start(own, page), own.size()).stream()
                .filter(it -> !it.isGone(now))
                .map(MemorySession::summary)
                .toList();
        return new SessionPage(rest.subList(0, Math.min(page.limit(), rest.size())), rest.size() > page.limit());
    }

    private static int start(List<MemorySession> own, PageRequest page) {
        if (page.after() == null) {
            return 0;
        }
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).ref.id().equals(page.after())) {
                return i + 1;
            }
        }
        throw SqliteListing.unknownCursor();
    }
}
