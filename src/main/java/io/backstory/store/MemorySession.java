package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.SessionSettings;
import io.backstory.chat.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the memory store keeps of a session. Times are in epoch milliseconds. */
record MemorySession(
        SessionRef ref,
        BeginTurn.Cached state,
        long fence,
        SessionSettings settings,
        List<Turn> turns,
        Map<Bytes, Answered> records,
        long born,
        long touched,
        long expires,
        boolean deleted) {
    private static final Comparator<MemorySession> BY_USE = Comparator.comparingLong(MemorySession::touched)
            .thenComparing(it -> it.ref().key().unsafeArray(), Arrays::compareUnsigned);

    MemorySession {
        turns = List.copyOf(turns);
        records = Map.copyOf(records);
    }

    /** Turn {@code seq} answered a request. */
    record Answered(Bytes fingerprint, int seq, long expires) {}

    static MemorySession empty(Lease lease, long now) {
        BeginTurn.Cached state = new BeginTurn.Cached(lease.generation(), 0, 0);
        return new MemorySession(
                lease.session(),
                state,
                lease.fence(),
                SessionSettings.EMPTY,
                List.of(),
                Map.of(),
                now,
                now,
                now,
                false);
    }

    MemorySession with(Lease lease, CommitTurn commit, long now) {
        List<Turn> all = new ArrayList<>(turns);
        all.addAll(commit.turns());
        BeginTurn.Cached grown = new BeginTurn.Cached(state.generation(), all.size(), state.revision());
        long end = now + commit.retention().toMillis();
        return new MemorySession(
                ref, grown, lease.fence(), commit.settings(), all, recorded(lease, commit, now), born, now, end, false);
    }

    private Map<Bytes, Answered> recorded(Lease lease, CommitTurn commit, long now) {
        Map<Bytes, Answered> all = new HashMap<>(records);
        all.values().removeIf(record -> record.expires() <= now);
        Idempotency request = lease.idempotency();
        if (request != null) {
            all.remove(request.key());
        }
        if (request != null && !commit.turns().isEmpty()) {
            long end = now + request.mode().lifetime().toMillis();
            all.put(
                    request.key(),
                    new Answered(
                            request.fingerprint(),
                            lease.version() + commit.turns().size(),
                            end));
        }
        return all;
    }

    /** The record of this request, with its turn. */
    Optional<Repetition.Recorded> recorded(@Nullable Idempotency request, long now) {
        return Optional.ofNullable(request == null ? null : records.get(request.key()))
                .filter(record -> record.expires() > now)
                .map(record -> new Repetition.Recorded(record.fingerprint(), turns.get(record.seq() - 1)));
    }

    MemorySession tombstone(long lastFence, long now) {
        BeginTurn.Cached gone = new BeginTurn.Cached(Fresh.generation(), 0, 0);
        long end = now + SqliteDelete.TOMBSTONE.toMillis();
        return new MemorySession(
                ref,
                gone,
                Math.max(fence, lastFence),
                SessionSettings.EMPTY,
                List.of(),
                Map.of(),
                born,
                touched,
                end,
                true);
    }

    boolean isGone(long now) {
        return deleted || expires <= now;
    }

    boolean isAt(Lease lease) {
        return isOf(lease) && state.version() == lease.version();
    }

    boolean isOf(Lease lease) {
        return !deleted && state.generation() == lease.generation();
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
                .filter(it -> it.ref.tenant().equals(tenant) && !it.ref.isHidden())
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
