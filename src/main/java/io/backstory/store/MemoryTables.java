package io.backstory.store;

import io.backstory.chat.Bytes;
import io.backstory.chat.Session;
import io.backstory.chat.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Sessions and turns in a few maps. */
final class MemoryTables implements Rows.Tables<RuntimeException> {
    private static final Comparator<SessionRow> BY_USE = Comparator.comparingLong(
                    (SessionRow row) -> row.times().touched())
            .thenComparing(row -> row.ref().key().unsafeArray(), Arrays::compareUnsigned);

    private final Map<Bytes, SessionRow> sessions = new HashMap<>();
    private final Map<Bytes, NavigableMap<Integer, Kept>> turns = new HashMap<>();
    private final Map<Bytes, Map<Bytes, Filed>> requests = new HashMap<>();

    private record Kept(Turn turn, int bytes) {}

    @Override
    public Optional<SessionRow> find(Bytes key) {
        return Optional.ofNullable(sessions.get(key));
    }

    @Override
    public List<SessionRow> branchesOf(SessionRow base) {
        Bytes key = base.ref().key();
        return all(row -> row.base() != null
                && row.base().key().equals(key)
                && row.base().generation() == base.own().generation());
    }

    @Override
    public List<SessionRow> namesOf(SessionRow branch) {
        return all(row -> !row.deleted()
                && row.ref().tenant().equals(branch.ref().tenant())
                && branch.ref().id().equals(row.current()));
    }

    private List<SessionRow> all(Predicate<SessionRow> which) {
        return sessions.values().stream().filter(which).sorted(BY_USE).toList();
    }

    @Override
    public List<Turn> turns(SessionRow session, int after, int last) {
        return kept(session, after, last).stream().map(Kept::turn).toList();
    }

    private Collection<Kept> kept(SessionRow session, int after, int last) {
        return own(session.ref().key()).subMap(after, false, last, true).values();
    }

    private NavigableMap<Integer, Kept> own(Bytes key) {
        return turns.computeIfAbsent(key, none -> new TreeMap<>());
    }

    @Override
    public Optional<Filed> filed(Bytes session, Bytes request) {
        return Optional.ofNullable(requests.getOrDefault(session, Map.of()).get(request));
    }

    @Override
    public void put(SessionRow session) {
        sessions.put(session.ref().key(), session);
    }

    @Override
    public void add(SessionRow session, Turn turn, byte[] stored) {
        own(session.ref().key()).put(turn.seq(), new Kept(turn, stored.length));
    }

    @Override
    public void replace(SessionRow session, Turn turn, byte[] stored) {
        add(session, turn, stored);
    }

    @Override
    public void trim(SessionRow session, int seq) {
        own(session.ref().key()).headMap(seq, false).clear();
    }

    @Override
    public long size(SessionRow session, int after, int last) {
        return kept(session, after, last).stream().mapToLong(Kept::bytes).sum();
    }

    @Override
    public void file(Bytes session, Bytes request, Filed record) {
        requests.computeIfAbsent(session, none -> new HashMap<>()).put(request, record);
    }

    @Override
    public void unfile(Bytes session, Bytes request) {
        requests.getOrDefault(session, new HashMap<>()).remove(request);
    }

    @Override
    public void empty(Bytes session) {
        turns.remove(session);
        requests.remove(session);
    }

    /** Removes sessions past their end, unless {@code kept}, and records past theirs. */
    void purge(long now, Predicate<SessionRow> kept) {
        for (SessionRow row : List.copyOf(sessions.values())) {
            if (row.times().expires() <= now && !kept.test(row)) {
                empty(row.ref().key());
                sessions.remove(row.ref().key());
            }
        }
        requests.values().forEach(filed -> filed.values().removeIf(record -> record.expires() <= now));
    }

    /** One page in the order the database gives. */
    SessionPage page(String tenant, PageRequest page, long now) {
        Comparator<SessionRow> order = page.newestFirst() ? BY_USE.reversed() : BY_USE;
        List<SessionRow> own = new ArrayList<>(
                all(row -> row.ref().tenant().equals(tenant) && !row.ref().isHidden() && row.base() == null));
        own.sort(order);
        List<Session> rest = own.subList(start(own, page), own.size()).stream()
                .filter(row -> !row.isGone(now))
                .map(row -> new Line(row, List.of()).session(List.of()))
                .toList();
        return new SessionPage(rest.subList(0, Math.min(page.limit(), rest.size())), rest.size() > page.limit());
    }

    private static int start(List<SessionRow> own, PageRequest page) {
        if (page.after() == null) {
            return 0;
        }
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).ref().id().equals(page.after())) {
                return i + 1;
            }
        }
        throw SqliteListing.unknownCursor();
    }
}
