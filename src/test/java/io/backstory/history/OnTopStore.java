package io.backstory.history;

import io.backstory.chat.FragmentMemo;
import io.backstory.chat.Turn;
import io.backstory.store.BeginOutcome;
import io.backstory.store.BeginTurn;
import io.backstory.store.CommitOutcome;
import io.backstory.store.CommitTurn;
import io.backstory.store.Lease;
import io.backstory.store.SessionStore;
import io.backstory.store.StoreDecorator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A defect: some turns are stored on top of whatever is there, not where they belong. */
abstract class OnTopStore extends StoreDecorator {
    private final Vertx vertx;

    OnTopStore(Vertx vertx, SessionStore store) {
        super(store);
        this.vertx = vertx;
    }

    Future<CommitOutcome> onTop(Lease lease, CommitTurn turn) {
        long nonce = ThreadLocalRandom.current().nextLong();
        BeginTurn begin = new BeginTurn(lease.session(), nonce, true, null, null);
        return store.begin(begin)
                .compose(outcome -> outcome instanceof BeginOutcome.Begun begun
                        ? store.commit(begun.lease(), moved(turn, begun.lease().version()))
                        : vertx.timer(20).compose(waited -> onTop(lease, turn)));
    }

    private static CommitTurn moved(CommitTurn commit, int version) {
        List<Turn> turns = new ArrayList<>();
        for (Turn it : commit.turns()) {
            turns.add(new Turn(
                    version + turns.size() + 1,
                    it.nonce(),
                    it.status(),
                    it.createdAt(),
                    it.input(),
                    it.output(),
                    it.finish(),
                    it.origin(),
                    it.usage(),
                    it.tokens(),
                    it.cut(),
                    it.settings(),
                    it.metadata(),
                    it.facts(),
                    new FragmentMemo()));
        }
        return new CommitTurn(turns, commit.settings(), commit.retention());
    }
}
