package io.backstory.history;

import io.backstory.history.Calls.Way;
import io.backstory.history.Event.Answered;
import io.backstory.history.Event.Refused;
import io.backstory.history.Event.Scanned;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One run: clients against a cluster while the nemesis is at work, and at the end a scan of every session. */
final class Run {
    private static final int TRIES = 4;
    private static final int SCANS = 100;

    private final Workload load;
    private final ExecutorService threads;
    private final Cluster cluster;
    private final History history;
    private final Sessions sessions;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong messages = new AtomicLong();

    private Run(Workload load, Cluster cluster, History history, ExecutorService threads) {
        this.load = load;
        this.threads = threads;
        this.cluster = cluster;
        this.history = history;
        this.sessions = new Sessions(load.sessions());
    }

    /** Returns how often each trouble came. */
    static Map<String, Integer> of(Workload load, Cluster cluster, History history, Nemesis nemesis) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            return new Run(load, cluster, history, threads).run(nemesis);
        } finally {
            threads.shutdownNow();
        }
    }

    private Map<String, Integer> run(Nemesis nemesis) throws Exception {
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < load.writers(); i++) {
            int number = i;
            writers.add(threads.submit(() -> write("client-" + number, new Random(load.seed() * 31 + number))));
        }
        Future<Map<String, Integer>> troubles =
                threads.submit(() -> nemesis.haunt(cluster.troubles(), this::overAfter, new Random(load.seed())));
        overAfter((int) load.time().toMillis());
        over.countDown();
        for (Future<?> writer : writers) {
            writer.get();
        }
        Map<String, Integer> came = troubles.get();
        scanAll();
        return came;
    }

    /** Waits; true when the run is over. */
    private boolean overAfter(int millis) {
        try {
            return over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Void write(String client, Random random) throws Exception {
        Calls calls = new Calls(history, client, load.patience());
        while (over.getCount() > 0) {
            Place place = sessions.pick(random);
            double dice = random.nextDouble();
            if (dice < load.deletes()) {
                calls.delete(gateway(random), place);
            } else if (dice < load.deletes() + 0.06) {
                calls.scan(gateway(random), place);
            } else {
                turn(calls, place, random);
            }
        }
        return null;
    }

    private URI gateway(Random random) {
        return cluster.doors(random.nextInt(cluster.size()));
    }

    /** Sends a message until it is answered, refused too often, or given up when it is unclear what became of it. */
    private void turn(Calls calls, Place place, Random random) throws Exception {
        String message = Ids.message(place.tenant(), messages.incrementAndGet());
        boolean keyed = random.nextDouble() < load.keyed();
        String door = random.nextInt(10) < 7 ? Answers.NATIVE : Answers.COMPLETIONS;
        for (int i = 0; i < TRIES && over.getCount() > 0; i++) {
            Event end = ask(calls, place, message, way(door, keyed, i, random), random);
            if (end instanceof Answered answer) {
                sessions.reached(place, answer.turn());
                if (answered.incrementAndGet() >= load.turns()) {
                    over.countDown();
                }
                return;
            }
            if (!(end instanceof Refused) && random.nextBoolean()) {
                return;
            }
            overAfter(random.nextInt(30));
        }
    }

    /** Now and then a request with a key is sent to two gateways at once. */
    private Event ask(Calls calls, Place place, String message, Way way, Random random) throws Exception {
        if (!way.keyed() || random.nextInt(10) > 0) {
            return calls.turn(gateway(random), place, message, way);
        }
        URI other = gateway(random);
        Future<Event> twin = threads.submit(() -> calls.turn(other, place, message, way));
        Event own = calls.turn(gateway(random), place, message, way);
        Event second = twin.get();
        return own instanceof Answered ? own : second;
    }

    private Way way(String door, boolean keyed, int retry, Random random) {
        boolean leaves = random.nextInt(100) < 6;
        int patience = leaves ? 1 + random.nextInt(40) : (int) load.patience().toMillis();
        return new Way(door, random.nextInt(10) < 6, keyed, retry, patience);
    }

    private void scanAll() {
        Calls calls = new Calls(history, "scan", load.patience());
        Random random = new Random(load.seed());
        for (Place place : sessions.used()) {
            int tries = 0;
            while (!(calls.scan(gateway(random), place) instanceof Scanned)) {
                if (++tries > SCANS) {
                    throw new AssertionError("cannot read " + place);
                }
            }
        }
    }
}
