package io.backstory.history;

import java.util.Random;

/**
 * Does harm to gateways now and then, and leaves all of them running at the end.
 *
 * @param everyMs at most this long between two deeds; 0 never
 * @param kills share of the deeds that kill; the others pause
 * @param pauseMs longest pause
 */
record Nemesis(int everyMs, double kills, int pauseMs) {
    /** Waits so many milliseconds, shorter when the run ends, and tells whether it has ended. */
    interface Pace {
        boolean overAfter(int millis);
    }

    static final Nemesis NONE = new Nemesis(0, 0, 0);

    void haunt(Cluster cluster, Pace pace, Random random) {
        while (everyMs > 0 && !pace.overAfter(1 + random.nextInt(everyMs))) {
            int gateway = random.nextInt(cluster.size());
            if (random.nextDouble() < kills) {
                cluster.kill(gateway);
                pace.overAfter(random.nextInt(200));
                cluster.restart(gateway);
            } else {
                cluster.pause(gateway);
                pace.overAfter(1 + random.nextInt(pauseMs));
                cluster.resume(gateway);
            }
        }
    }
}
