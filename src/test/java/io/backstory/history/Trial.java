package io.backstory.history;

import io.backstory.history.EchoProvider.Faults;
import io.backstory.history.EchoProvider.Mix;
import io.backstory.testing.Await;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A run with all its parts, and what was found in its history. */
record Trial(Workload load, Mix mix, Nemesis nemesis) {

    /** Makes the gateways, in front of a provider. */
    interface Setting {
        Cluster before(EchoProvider provider) throws Exception;
    }

    /**
     * @param troubles how often each came
     * @param log of the gateways
     */
    record Outcome(
            Workload load, History history, Map<String, Integer> troubles, String log, List<Violation> violations) {

        /** Acknowledged turns. */
        long answered() {
            return count(Event.Answered.class);
        }

        private long count(Class<? extends Event> kind) {
            return history.events().stream().filter(kind::isInstance).count();
        }

        /** Prints the figures, leaves the history behind as a file to check again, and fails with what was found. */
        void requireClean(String name) throws IOException {
            System.out.println(
                    "[history] " + name + ": seed " + load.seed() + ", " + answered() + " turns acknowledged, "
                            + count(Event.Refused.class) + " requests refused, " + count(Event.Unclear.class)
                            + " unclear, troubles " + troubles + ", " + violations.size() + " violations");
            Path file = Path.of("target", "histories", name.replace(' ', '-') + "-" + load.seed() + ".jsonl");
            history.write(file);
            if (!violations.isEmpty()) {
                String first =
                        violations.stream().limit(10).map(Violation::toString).collect(Collectors.joining("\n"));
                throw new AssertionError(violations.size() + " violations, history in " + file + "\n" + first);
            }
        }
    }

    Outcome against(Setting setting) throws Exception {
        Vertx vertx = Vertx.vertx();
        History history = new History();
        EchoProvider provider = EchoProvider.start(vertx, history, new Faults(load.seed(), mix));
        Map<String, Integer> troubles;
        String log;
        try (Cluster cluster = setting.before(provider)) {
            troubles = Run.of(load, cluster, history, nemesis);
            log = cluster.log();
        } finally {
            Await.within(vertx.close());
        }
        return new Outcome(load, history, troubles, log, HistoryCheck.of(history));
    }
}
