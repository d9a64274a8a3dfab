package io.backstory.chat;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which session each turn of a conversation belongs to: in a branch the older ones are those of its bases, and every id of
 * a turn or an item names its owner.
 *
 * @param from seq of each owner's first turn here, to the owner
 */
public record Owners(NavigableMap<Integer, SessionRef> from) {
    public Owners {
        from = Collections.unmodifiableNavigableMap(new TreeMap<>(from));
    }

    /** Of a session without a base. */
    public static Owners only(SessionRef session) {
        return new Owners(new TreeMap<>(Map.of(1, session)));
    }

    public SessionRef of(int seq) {
        return requireNonNull(from.floorEntry(seq), "the first owner has the first turn")
                .getValue();
    }
}
