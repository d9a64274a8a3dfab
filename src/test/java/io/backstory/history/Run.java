package io.backstory.history;

import io.backstory.history.Calls.Way;
import io.backstory.history.Event.Answered;
import io.backstory.history.Event.Refused;
import io.backstory.history.Event.Scanned;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One run: clients against a cluster while the nemesis is at work, and at the end a scan of every session. */
final class Run {
    private static final int TRIES = 4;
    private static final int SCANS = 100;

    private final Workload load;
    private final Cluster cluster;
    private final History history;
    private final Sessions sessions;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicLong messages = new AtomicLong();

    private Run(Workload load, Cluster cluster, History history) {
        this.load = load;
        this.cluster = cluster;
        this.history = history;
        this.sessions = new Sessions(load.sessions());
    }

    static void of(Workload load, Cluster cluster, History history, Nemesis nemesis) throws InterruptedException {
        new Run(load, cluster, history).run(nemesis);
    }

    private void run(Nemesis nemesis) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < load.writers(); i++) {
            int number = i;
            threads.add(new Thread(() -> write("client-" + number, new Random(load.seed() * 31 + number))));
        }
        threads.add(new Thread(() -> nemesis.haunt(cluster, this::restedMs, new Random(load.seed()))));
        threads.forEach(Thread::start);
        restedMs((int) load.time().toMillis());
        over.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        scanAll();
    }

    /** Waits; true when the run is over. */
    private boolean restedMs(int millis) {
        try {
            return over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void write(String client, Random random) {
        Calls calls = new Calls(history, client);
        while (over.getCount() > 0) {
            Place place = sessions.pick(random);
            int dice = random.nextInt(100);
            if (dice < 4) {
                calls.delete(gateway(random), place);
            } else if (dice < 10) {
                calls.scan(gateway(random), place);
            } else {
                turn(calls, place, random);
            }
        }
    }

    private URI gateway(Random random) {
        return cluster.doors(random.nextInt(cluster.size()));
    }

    /** Sends a message until it is answered, refused too often, or given up when it is unclear what became of it. */
    private void turn(Calls calls, Place place, Random random) {
        String message = Ids.message(place.tenant(), messages.incrementAndGet());
        boolean keyed = random.nextDouble() < load.keyed();
        for (int i = 0; i < TRIES && over.getCount() > 0; i++) {
            Event end = calls.turn(gateway(random), place, message, way(keyed, random));
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
            restedMs(random.nextInt(30));
        }
    }

    private static Way way(boolean keyed, Random random) {
        String door = random.nextInt(10) < 7 ? Answers.NATIVE : Answers.COMPLETIONS;
        boolean leaves = random.nextInt(100) < 6;
        return new Way(door, random.nextInt(10) < 6, keyed, leaves ? 1 + random.nextInt(40) : Calls.PATIENT_MS);
    }

    private void scanAll() {
        Calls calls = new Calls(history, "scan");
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
