package io.backstory.store;

import io.backstory.chat.SessionRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes the content of a session and of its branches and leaves tombstones, which keep the fences. The leases go first,
 * so that a turn still running cannot bring a session back.
 */
record SessionDelete<E extends Exception>(Rows.Tables<E> tables, Leases leases, SessionRef ref, long now) {
    static final Duration TOMBSTONE = Duration.ofHours(24);

    Deletion run() throws E {
        boolean running = leases.drop(ref.key());
        Optional<SessionRow> stored =
                tables.find(ref.key()).filter(row -> row.ref().equals(ref) && !row.isGone(now));
        if (stored.isEmpty()) {
            return new Deletion(running, List.of());
        }
        List<String> branches = new ArrayList<>();
        for (SessionRow each : new Lines<>(tables, now).withBranches(stored.get())) {
            bury(each);
            if (!each.ref().equals(ref) && !each.isGone(now)) {
                branches.add(each.ref().id());
            }
        }
        return new Deletion(true, branches);
    }

    private void bury(SessionRow row) throws E {
        leases.drop(row.ref().key());
        for (SessionRow name : tables.namesOf(row)) {
            tables.put(name.standingFor(null));
        }
        tables.empty(row.ref().key());
        long lastFence = leases.lastFence(row.ref().key());
        tables.put(row.tombstone(Fresh.generation(), lastFence, now + TOMBSTONE.toMillis()));
    }
}
