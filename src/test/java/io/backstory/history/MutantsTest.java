package io.backstory.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstory.chat.SessionRef;
import io.backstory.history.EchoProvider.Mix;
import io.backstory.history.Violation.Rule;
import io.backstory.store.CommitOutcome.Conflict;
import io.backstory.store.CommitOutcome.Fenced;
import io.backstory.store.SessionStore;
import io.backstory.upstream.Upstream;
import io.vertx.core.Vertx;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The checker is itself tested: gateways with one known defect each are caught, and the same run without one is clean. The
 * defects are numbered as in the specification. The first, no WAIT, is in {@code LostPrimaryIT}. The eleventh, budgets
 * without the expiry of reservations, has to wait until there are budgets.
 */
class MutantsTest {
    private static final int ROUNDS = 8;
    private final long seed =
            Long.getLong("backstory.seed", ThreadLocalRandom.current().nextInt(1_000_000));

    private Trial.Outcome outcome(Shape shape, int round, int turns) throws Exception {
        Workload load = Workload.small(seed + round, turns).withDeletes(0.1);
        return new Trial(load, new Mix(0.12, 0.25, 700), new Nemesis(200))
                .against(provider -> new SharedStoreCluster(3, provider.baseUrl(), shape));
    }

    /** In the first of a few short runs in which the defect shows at all. */
    private void caught(Shape shape, Rule... as) throws Exception {
        Set<Rule> found = EnumSet.noneOf(Rule.class);
        for (int round = 0; round < ROUNDS && Collections.disjoint(found, List.of(as)); round++) {
            outcome(shape, round, 60).violations().forEach(it -> found.add(it.rule()));
        }
        assertThat(found).as("seed %s", seed).containsAnyOf(as);
    }

    @Test
    void the_same_run_without_a_defect_is_clean() throws Exception {
        outcome(reaching((vertx, store) -> store), 0, 200).requireClean("no mutant");
    }

    @Test
    void mutant_2_acknowledges_before_it_commits() throws Exception {
        caught(reaching(DefectiveStores::acknowledgingFirst), Rule.LOST, Rule.INVERSION);
    }

    @Test
    void mutant_3_looks_at_neither_version_nor_fence() throws Exception {
        caught(
                reaching((vertx, store) -> DefectiveStores.overridden(
                        vertx, store, (lease, end) -> end instanceof Fenced || end instanceof Conflict)),
                Rule.WRONG_PARENT,
                Rule.FORK);
    }

    @Test
    void mutant_4_does_not_look_whether_the_turn_is_there() throws Exception {
        Set<Long> stored = DefectiveStores.noNonces();
        caught(
                reaching((vertx, store) -> DefectiveStores.withoutDuplicateCheck(vertx, store, stored)),
                Rule.DUPLICATE,
                Rule.WRONG_PARENT);
    }

    @Test
    void mutant_5_caches_without_the_generation() throws Exception {
        caught(caching(ref -> ref), Rule.CAME_BACK);
    }

    @Test
    void mutant_6_caches_without_the_tenant() throws Exception {
        caught(caching(SessionRef::id), Rule.FOREIGN_CANARY);
    }

    @Test
    void mutant_7_takes_replies_of_others() throws Exception {
        caught(
                reaching((vertx, store) -> DefectiveStores.shiftingReplies(store)),
                Rule.FOREIGN_CANARY,
                Rule.WRONG_ANSWER);
    }

    @Test
    void mutant_8_takes_any_end_for_success() throws Exception {
        caught(asking(DefectiveUpstreams::takingAnyEndForSuccess), Rule.TRUNCATED);
    }

    @Test
    void mutant_9_retries_after_the_first_words() throws Exception {
        caught(asking(DefectiveUpstreams::retryingInTheMiddle), Rule.TRUNCATED);
    }

    @Test
    void mutant_10_commits_although_it_is_fenced() throws Exception {
        caught(
                reaching((vertx, store) ->
                        DefectiveStores.overridden(vertx, store, (lease, end) -> end instanceof Fenced)),
                Rule.WRONG_PARENT,
                Rule.FORK);
    }

    @Test
    void mutant_12_deletes_without_a_tombstone() throws Exception {
        Set<SessionRef> deleted = DefectiveStores.noSessions();
        caught(
                reaching((vertx, store) -> DefectiveStores.withoutTombstones(vertx, store, deleted)),
                Rule.CAME_BACK,
                Rule.GAP);
    }

    /** Gateways whose store answers like this; some of its answers get lost. */
    private static Shape reaching(BiFunction<Vertx, SessionStore, SessionStore> defect) {
        return new Shape() {
            @Override
            public SessionStore reached(Vertx vertx, SessionStore store) {
                return DefectiveStores.losingAnswers(defect.apply(vertx, store));
            }
        };
    }

    private static Shape caching(Function<SessionRef, Object> name) {
        return new Shape() {
            @Override
            public SessionStore cached(SessionStore store) {
                return new CarelessCache(store, name);
            }
        };
    }

    private static Shape asking(UnaryOperator<Upstream> defect) {
        return new Shape() {
            @Override
            public Upstream asked(Upstream upstream) {
                return defect.apply(upstream);
            }
        };
    }
}
