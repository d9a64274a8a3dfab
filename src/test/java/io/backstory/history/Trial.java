package io.backstory.history;

import io.backstory.history.EchoProvider.Faults;
import io.backstory.history.EchoProvider.Mix;
import io.backstory.testing.Await;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A run with all its parts, and what was found in its history. */
record Trial(Workload load, Mix mix, Nemesis nemesis) {

    record Outcome(History history, List<Violation> violations) {
        /** Acknowledged turns. */
        long answered() {
            return history.events().stream()
                    .filter(Event.Answered.class::isInstance)
                    .count();
        }

        /** Fails with everything found, and leaves the history behind as a file that can be checked again. */
        void requireClean(Workload load) throws IOException {
            if (!violations.isEmpty()) {
                Path file = Path.of("target", "histories", "seed-" + load.seed() + ".jsonl");
                history.write(file);
                throw new AssertionError(violations.size() + " violations with " + load + ", history in " + file + "\n"
                        + String.join(
                                "\n",
                                violations.stream()
                                        .limit(10)
                                        .map(Violation::toString)
                                        .toList()));
            }
        }
    }

    Outcome against(Function<EchoProvider, Cluster> clusterOf) throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        History history = new History();
        EchoProvider provider = EchoProvider.start(vertx, history, new Faults(load.seed(), mix));
        try (Cluster cluster = clusterOf.apply(provider)) {
            Run.of(load, cluster, history, nemesis);
        } finally {
            Await.within(vertx.close());
        }
        return new Outcome(history, HistoryCheck.of(history));
    }
}
