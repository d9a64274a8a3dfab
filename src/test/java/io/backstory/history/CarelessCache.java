package io.backstory.history;

import io.backstory.chat.Session;
import io.backstory.chat.SessionRef;
import io.backstory.chat.Turn;
import io.backstory.store.BeginOutcome;
import io.backstory.store.BeginOutcome.Begun;
import io.backstory.store.BeginTurn;
import io.backstory.store.SessionStore;
import io.backstory.store.StoreDecorator;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A defect: a near cache that does not notice that a session was created anew, and finds sessions by a part of their name. */
final class CarelessCache extends StoreDecorator {
    private final Map<Object, List<Turn>> held = new ConcurrentHashMap<>();
    private final Function<SessionRef, Object> name;

    CarelessCache(SessionStore store, Function<SessionRef, Object> name) {
        super(store);
        this.name = name;
    }

    @Override
    public Future<BeginOutcome> begin(BeginTurn turn) {
        return store.begin(turn).map(outcome -> outcome instanceof Begun begun ? careless(begun) : outcome);
    }

    private Begun careless(Begun begun) {
        Session session = begun.session();
        List<Turn> shown = held.merge(name.apply(session.ref()), session.turns(), CarelessCache::followedBy);
        return new Begun(begun.lease(), session.withTurns(shown), begun.state(), false);
    }

    private static List<Turn> followedBy(List<Turn> old, List<Turn> now) {
        if (old.size() > now.size()) {
            return now;
        }
        List<Turn> all = new ArrayList<>(old);
        all.addAll(now.subList(old.size(), now.size()));
        return all;
    }
}
