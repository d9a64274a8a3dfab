package io.backstory.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Brings trouble over a cluster, one at a time and each in its turn, and leaves none behind.
 *
 * @param everyMs at most this long between two; 0 never
 */
record Nemesis(int everyMs) {
    /** Waits so many milliseconds, shorter when the run ends, and tells whether it has ended. */
    interface Pace {
        boolean overAfter(int millis);
    }

    static final Nemesis NONE = new Nemesis(0);

    /** Returns how often each trouble came. */
    Map<String, Integer> haunt(List<Trouble> possible, Pace pace, Random random) throws Exception {
        Map<String, Integer> came = new TreeMap<>();
        Deque<Trouble> next = new ArrayDeque<>();
        while (everyMs > 0 && !pace.overAfter(1 + random.nextInt(everyMs))) {
            if (next.isEmpty()) {
                List<Trouble> order = new ArrayList<>(possible);
                Collections.shuffle(order, random);
                next.addAll(order);
            }
            Trouble trouble = next.remove();
            came.merge(trouble.name(), 1, Integer::sum);
            trouble.begins().take();
            pace.overAfter(trouble.shortestMs() + random.nextInt(1 + trouble.longestMs() - trouble.shortestMs()));
            trouble.ends().take();
        }
        return came;
    }
}
